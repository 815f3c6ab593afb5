namespace Itoloc.Server.Tests;

/// <summary>A room of 4×3 points and six access points, small enough to train on in a second.</summary>
static class ToySurvey
{
    static readonly (double X, double Y)[] AccessPoints = [(0, 0), (9, 0), (0, 6), (9, 6), (4, 3), (20, 3)];

    public static string Bssid(int accessPoint) => $"02:00:00:00:00:{accessPoint * 16:x2}";

    /// <summary>Labelled scans, as a request holds them.</summary>
    public static List<object> Scans(int scansPerPoint = 6, int seed = 1)
    {
        Random random = new(seed);
        List<object> scans = [];
        for (int point = 0; point < 12; point++)
        {
            for (int i = 0; i < scansPerPoint; i++)
            {
                (double x, double y) = (3 * (point % 4), 3 * (point / 4));
                scans.Add(new
                {
                    building = "b",
                    floor = "1",
                    region = x < 5 ? "west" : "east",
                    x,
                    y,
                    device = i % 2 == 0 ? "phone-a" : "phone-b",
                    time = new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero).AddSeconds(60 * point + i),
                    wifi = Hear(x, y, random),
                });
            }
        }
        return scans;
    }

    /// <summary>What is heard at a place.</summary>
    public static Dictionary<string, double> Hear(double x, double y, Random random) => AccessPoints
        .Select((ap, i) => (Id: Bssid(i), Dbm: Math.Round(-40 - 25 * Math.Log10(1 + Math.Sqrt((ap.X - x) * (ap.X - x) + (ap.Y - y) * (ap.Y - y)))
            + 2 * (random.NextDouble() - 0.5), 2)))
        .ToDictionary(pair => pair.Id, pair => pair.Dbm);
}
