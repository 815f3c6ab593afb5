using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets.Simulation;

/// <summary>How scans of several phones at the same points vary; the same code for real and simulated scans.</summary>
static class ScanStatistics
{
    /// <summary>Deviation of repeated readings at one point, in dB; mean over access points heard each time.</summary>
    public static double RepeatSpread(IEnumerable<Scan> scansOfOnePhone) =>
        Levels(scansOfOnePhone).Values.Where(level => level.Share == 1).Average(level => level.Deviation);

    /// <summary>What one phone reports above another at the same points, in dB: mean and deviation.</summary>
    public static (double Mean, double Deviation) Difference(IEnumerable<Scan> first, IEnumerable<Scan> second)
    {
        // Access points mostly heard by both; those at the edge would compare only the lucky readings.
        const double mostly = 0.6;
        var levels = Levels(second);
        double[] differences =
        [
            .. from level in Levels(first)
               where level.Value.Share > mostly && levels.TryGetValue(level.Key, out var other) && other.Share > mostly
               select level.Value.Mean - levels[level.Key].Mean,
        ];
        return (differences.Average(), Deviation(differences));
    }

    /// <summary>Share of all access points ever heard that one scan hears (0 to 1); mean over scans.</summary>
    public static double HeardShare(IReadOnlyCollection<Scan> scans, int accessPoints) =>
        scans.Average(scan => scan.Readings.Count) / accessPoints;

    /// <summary>How many readings of each access point there are.</summary>
    public static Dictionary<string, int> Heard(IEnumerable<Scan> scans) =>
        scans.SelectMany(scan => scan.Readings).CountBy(reading => reading.AccessPoint).ToDictionary();

    /// <summary>
    /// By how much access points are heard more strongly than before, in dB: deviation over those heard at eight places
    /// or more both times, the shift common to all taken off.
    /// </summary>
    public static double Shift(IEnumerable<Scan> before, IEnumerable<Scan> after)
    {
        const int places = 8;
        var then = MeansByPlace(before);
        double[] shifts =
        [
            .. MeansByPlace(after).Where(mean => then.ContainsKey(mean.Key))
                .GroupBy(mean => mean.Key.AccessPoint, mean => mean.Value - then[mean.Key])
                .Where(shifts => shifts.Count() >= places)
                .Select(shifts => shifts.Average())
                .Order(),
        ];
        return Deviation([.. shifts.Select(shift => shift - shifts[shifts.Length / 2])]);
    }

    static Dictionary<(double X, double Y, string AccessPoint), double> MeansByPlace(IEnumerable<Scan> scans) =>
        (from scan in scans
         from reading in scan.Readings
         group (double)reading.RssiDbm by (Math.Round(scan.X!.Value, 1), Math.Round(scan.Y!.Value, 1), reading.AccessPoint))
        .ToDictionary(levels => levels.Key, levels => levels.Average());

    /// <summary>Sample standard deviation.</summary>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    // By point and access point: mean and deviation in dB, and the share of the point's scans that hear it.
    static Dictionary<(double?, double?, string), (double Mean, double Deviation, double Share)> Levels(
        IEnumerable<Scan> scans) =>
        scans.GroupBy(scan => (scan.X, scan.Y))
            .SelectMany(point =>
            {
                int count = point.Count();
                return point.SelectMany(scan => scan.Readings)
                    .GroupBy(reading => reading.AccessPoint, reading => (double)reading.RssiDbm)
                    .Where(readings => readings.Count() > 1)
                    .Select(readings => (
                        Key: (point.Key.X, point.Key.Y, readings.Key),
                        Level: (readings.Average(), Deviation([.. readings]), readings.Count() / (double)count)));
            })
            .ToDictionary(entry => entry.Key, entry => entry.Level);
}
