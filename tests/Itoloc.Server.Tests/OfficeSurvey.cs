namespace Itoloc.Server.Tests;

/// <summary>An office of 10×10 points and thirty access points: the size that load is measured on.</summary>
static class OfficeSurvey
{
    const int Side = 10;
    const double Metres = 2;
    const int AccessPoints = 30;

    /// <summary>Labelled scans, as a request holds them.</summary>
    /// <param name="region">The one region they are in.</param>
    /// <param name="scansPerPoint">Scans at each of the hundred points.</param>
    /// <param name="seed">Seed of the noise.</param>
    public static List<object> Scans(string region, int scansPerPoint = 5, int seed = 1)
    {
        Random random = new(seed);
        List<object> scans = [];
        for (int point = 0; point < Side * Side; point++)
        {
            for (int i = 0; i < scansPerPoint; i++)
            {
                (double x, double y) = (Metres * (point % Side), Metres * (point / Side));
                scans.Add(new
                {
                    building = "office",
                    floor = "1",
                    region,
                    x,
                    y,
                    device = $"phone-{i % 2}",
                    time = new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero).AddSeconds(60 * point + i),
                    wifi = Hear(x, y, random),
                });
            }
        }
        return scans;
    }

    /// <summary>What is heard at a place: the two thirds or so of the access points above −90 dBm.</summary>
    public static Dictionary<string, double> Hear(double x, double y, Random random)
    {
        Dictionary<string, double> heard = [];
        for (int i = 0; i < AccessPoints; i++)
        {
            // Spread over the office and around it, the same for every office.
            (double apX, double apY) = (37 * i % 50 - 15, 23 * i % 46 - 13);
            double dbm = -35 - 30 * Math.Log10(1 + Math.Sqrt((apX - x) * (apX - x) + (apY - y) * (apY - y))) + 6 * (random.NextDouble() - 0.5);
            if (dbm > -90)
                heard[$"02:00:00:01:{i:x2}:00"] = Math.Round(dbm);
        }
        return heard;
    }
}
