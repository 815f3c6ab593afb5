using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Tests.Training;

/// <summary>A room of 4×3 reference points and six access points, small enough to train on in a second.</summary>
static class ToySurvey
{
    /// <summary>A recipe that is done quickly.</summary>
    public static TrainingOptions Quick { get; } = new()
    {
        Recipe = Recipe.Default with { Epochs = 8, Dropout = 0 },
        Seed = 3,
    };

    /// <summary>Labelled scans by two devices; floor "2" hears other access points than floor "1".</summary>
    public static List<Scan> Scans(int scansPerPoint = 10, int seed = 1, params string[] floors)
    {
        Random random = new(seed);
        List<Scan> scans = [];
        foreach (string floor in floors.Length == 0 ? ["1"] : floors)
            foreach (string device in (string[])["phone-a", "phone-b"])
                for (int point = 0; point < 12; point++)
                    for (int i = 0; i < scansPerPoint; i++)
                        scans.Add(Hear(floor, device, 3 * (point % 4), 3 * (point / 4), random));
        return scans;
    }

    static Scan Hear(string floor, string device, double x, double y, Random random)
    {
        (double X, double Y)[] accessPoints = [(0, 0), (9, 0), (0, 6), (9, 6), (4, 3), (20, 3)];
        double offset = device == "phone-a" ? 0 : -5;
        return new Scan
        {
            Site = "toy",
            Building = "b",
            Floor = floor,
            Region = x < 5 ? "west" : "east",
            X = x,
            Y = y,
            Device = device,
            Time = new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero),
            Readings = [.. accessPoints.Select((ap, i) => new Reading(
                $"floor{floor}-ap{i}",
                (float)(-40 + offset - 25 * Math.Log10(1 + Math.Sqrt((ap.X - x) * (ap.X - x) + (ap.Y - y) * (ap.Y - y)))
                    + 2 * (random.NextDouble() - 0.5))))],
        };
    }
}
