using Itoloc.Evaluation.Benchmarking;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>How the level of one access point at one place differs from time to time, or from phone to phone (Figure 2).</summary>
/// <remarks>
/// Drawn are the access points heard best at the place where most are heard every time; the figure <c>spread</c> is the
/// standard deviation (n − 1) over the times or phones of the mean level there, in dB, as the median over all places
/// and access points that are heard every time.
/// </remarks>
/// <param name="name">The name of its folder.</param>
/// <param name="title">What is measured, for headings.</param>
/// <param name="archives">The real data it needs.</param>
/// <param name="read">Reads the scans of each observation: at the same places, each with the time or phone it is of.</param>
sealed class LevelStudy(
    string name, string title, IReadOnlyList<string> archives,
    IReadOnlyDictionary<string, Func<StudyOptions, IEnumerable<(string Key, Scan Scan)>>> read)
    : ObservationStudy(name, title)
{
    /// <summary>What is observed.</summary>
    public const string OverTime = "over time", OverPhones = "over phones";

    const int Drawn = 4;

    public override IReadOnlyList<string> Archives => archives;

    protected override IReadOnlyList<string> Observations => [.. read.Keys];

    protected override Observation Observe(string observation, StudyOptions options, CancellationToken cancellation)
    {
        var scans = read[observation](options).ToList();
        string[] keys = [.. scans.Select(scan => scan.Key).Distinct()];
        // [place][access point][key] mean level, of those heard with every key.
        var places = scans.GroupBy(scan => (scan.Scan.X, scan.Scan.Y))
            .Select(place => Levels(place, keys)).Where(levels => levels.Count > 0).ToList();
        if (places.Count == 0)
            throw new InvalidDataException($"{Title}: no access point is heard at one place every time.");
        var best = places.MaxBy(levels => levels.Count)!.OrderByDescending(levels => levels.Average()).Take(Drawn);
        double[] spreads = [.. places.SelectMany(levels => levels.Select(SeedSpread)).Order()];
        return new()
        {
            Name = observation,
            Points =
            [
                .. from level in best.Index()
                   from key in keys.Index()
                   select new ObservedPoint(
                       $"access point {level.Index + 1}", key.Item, key.Index, Math.Round(level.Item[key.Index], 1)),
            ],
            Values = new Dictionary<string, double>
            {
                ["spread"] = Quantile.Of(spreads, 0.5),
                ["places"] = places.Count,
                ["keys"] = keys.Length,
            },
        };
    }

    static List<double[]> Levels(IEnumerable<(string Key, Scan Scan)> place, string[] keys) =>
    [
        .. place.SelectMany(p => p.Scan.Readings.Select(reading => (reading.AccessPoint, p.Key, reading.RssiDbm)))
            .GroupBy(level => level.AccessPoint)
            .Select(accessPoint => accessPoint.ToLookup(level => level.Key, level => (double)level.RssiDbm))
            .Where(levels => keys.All(levels.Contains))
            .Select(levels => (double[])[.. keys.Select(key => levels[key].Average())]),
    ];

    static double SeedSpread(double[] levels) => SeedFigure.Of(levels)!.Spread;
}
