using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itoloc.Evaluation;

/// <summary>How well labelled scans were located. Errors are 2-D distances in metres, shares are 0 to 1.</summary>
/// <remarks>
/// The error is the distance on the plan even where floor or building are wrong, as the literature has it: read it
/// beside <see cref="FloorHit"/>. A declined scan is a miss in every share of hits. A member is null where nothing
/// defines it: no scan answered, or no truth that names a floor.
/// </remarks>
public sealed record ErrorStatistics
{
    /// <summary>Labelled scans.</summary>
    public required int N { get; init; }

    /// <summary>Scans that got a position.</summary>
    public required int Answered { get; init; }

    /// <summary>Mean error of answered scans.</summary>
    public double? Mean { get; init; }

    /// <summary>Median error of answered scans (<see cref="Quantile.Of"/>).</summary>
    public double? Median { get; init; }

    /// <summary>75 % of answered scans have at most this error.</summary>
    public double? P75 { get; init; }

    /// <summary>95 % of answered scans have at most this error.</summary>
    public double? P95 { get; init; }

    /// <summary>Largest error of an answered scan.</summary>
    public double? Max { get; init; }

    /// <summary>
    /// Mean error of all scans, declined ones placed at the site's centroid: declining cannot flatter it.
    /// </summary>
    public double? MeanAll { get; init; }

    /// <summary>Share of scans with a known floor whose floor, and building where known, is right.</summary>
    public double? FloorHit { get; init; }

    /// <summary>Share of scans with a known building whose building is right.</summary>
    public double? BuildingHit { get; init; }

    /// <summary>
    /// Share of scans whose region is right; a scan without a true region must be within 3 m on the right floor.
    /// </summary>
    public double? RegionSuccess { get; init; }

    /// <summary>Share of scans within 3 m on the right floor.</summary>
    public double? Within3m { get; init; }

    /// <summary>
    /// Share of answers with an accuracy radius whose error is at most that radius; 0.95 is the promise.
    /// </summary>
    public double? Coverage95 { get; init; }

    /// <summary>The same for each device named, in ordinal order; absent inside a part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ErrorStatistics>? PerDevice { get; init; }

    /// <summary>The same for each month (UTC, "yyyy-MM") with scans, in order; absent inside a part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ErrorStatistics>? PerMonth { get; init; }

    /// <summary>Measures answers against the truth; scans without a true position are left out.</summary>
    /// <param name="located">Truths and answers, any order.</param>
    /// <param name="centroid">
    /// The site's centroid in metres, where a declined scan is placed for <see cref="MeanAll"/>.
    /// </param>
    public static ErrorStatistics Of(IEnumerable<LocatedScan> located, (double X, double Y) centroid)
    {
        var labelled = located.Where(l => l.Truth.IsLabelled).ToList();
        return Measure(labelled, centroid) with
        {
            PerDevice = MeasureEach(labelled, l => l.Truth.Device, centroid),
            PerMonth = MeasureEach(
                labelled, l => l.Truth.Time?.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture), centroid),
        };
    }

    /// <summary>Counts answers to scans that are not of the site; there is no truth to measure against.</summary>
    public static ErrorStatistics OfStrangers(IReadOnlyList<LocationEstimate> estimates) =>
        new() { N = estimates.Count, Answered = estimates.Count(estimate => estimate.Known) };

    /// <summary>The errors of the answered scans at 0, 1, … 100 %, in metres: a curve to draw; null where there is none.</summary>
    internal static IReadOnlyList<double>? Percentiles(IEnumerable<LocatedScan> located)
    {
        double[] errors = [.. located.Where(l => l.Truth.IsLabelled && l.IsAnswered).Select(l => l.ErrorMetres).Order()];
        return errors.Length == 0
            ? null
            : [.. Enumerable.Range(0, 101).Select(percent => Math.Round(Quantile.Of(errors, percent / 100.0), 3))];
    }

    /// <summary>The statistics as one JSON document, with the member names of <c>itoloc evaluate --json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Document.ErrorStatistics);

    static SortedDictionary<string, ErrorStatistics> MeasureEach(
        List<LocatedScan> labelled, Func<LocatedScan, string?> keyOf, (double X, double Y) centroid) =>
        new(
            labelled.Where(l => keyOf(l) is not null).GroupBy(l => keyOf(l)!)
                .ToDictionary(g => g.Key, g => Measure([.. g], centroid)),
            StringComparer.Ordinal);

    static ErrorStatistics Measure(List<LocatedScan> scans, (double X, double Y) centroid)
    {
        double[] errors = [.. scans.Where(s => s.IsAnswered).Select(s => s.ErrorMetres).Order()];
        double declined = scans.Where(s => !s.IsAnswered).Sum(s => s.Distance(centroid.X, centroid.Y));
        double? At(double share) => errors.Length == 0 ? null : Quantile.Of(errors, share);
        return new()
        {
            N = scans.Count,
            Answered = errors.Length,
            Mean = errors.Length == 0 ? null : errors.Average(),
            Median = At(0.5),
            P75 = At(0.75),
            P95 = At(0.95),
            Max = At(1),
            MeanAll = scans.Count == 0 ? null : (errors.Sum() + declined) / scans.Count,
            FloorHit = Share(scans.Where(s => s.Truth.Floor is not null), s => s.HitsFloor),
            BuildingHit = Share(scans.Where(s => s.Truth.Building is not null), s => s.HitsBuilding),
            RegionSuccess = Share(scans, s => s.HitsRegion),
            Within3m = Share(scans, s => s.IsWithin3Metres),
            Coverage95 = Share(
                scans.Where(s => s.IsAnswered && s.Estimate.Accuracy is not null),
                s => s.ErrorMetres <= s.Estimate.Accuracy),
        };
    }

    static double? Share(IEnumerable<LocatedScan> scans, Func<LocatedScan, bool> hits)
    {
        int count = 0, hit = 0;
        foreach (var scan in scans)
        {
            count++;
            if (hits(scan))
                hit++;
        }
        return count == 0 ? null : (double)hit / count;
    }
}
