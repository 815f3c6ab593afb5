using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// CSUIndoorLoc-Het: one table a phone and floor plan, header = BSSIDs, then x, y (pixels) and label, the number of the
/// reference point along the path.
/// </summary>
/// <remarks>
/// Tiku, Gufran, Pasricha, IPIN 2022. Some rows hold impossible values (440 dBm): only those readings are dropped.
/// Reference points stand one metre apart, which gives the scale; approximate.
/// </remarks>
sealed class CsuHet() : DatasetImporter(
    "csu-het", "CSUIndoorLoc-Het: {train,test}/PHONE_PLAN.csv",
    @"(^|/)(?<phone>[A-Z0-9]+)_(?<plan>[A-Z0-9]+)\.csv$")
{
    const double NotHeard = -100;

    protected override bool TakesAnyFile => false;

    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        string plan = entry.Match.Groups["plan"].Value;
        double? scale = plan switch { "engr0" => 14.2, "glover" => 19, "libstudy" => 18, _ => PixelsPerMetre(entry) };
        if (scale is not double pixelsPerMetre)
        {
            readings.Report.Skip(entry.FullName, 0, "its scale cannot be told: no two reference points follow each other");
            yield break;
        }
        foreach (double[] label in Table(entry, readings).Rows())
            yield return new Scan
            {
                Site = Name,
                Building = plan,
                Floor = "0",
                X = label[0] / pixelsPerMetre,
                Y = label[1] / pixelsPerMetre,
                Device = entry.Match.Groups["phone"].Value,
                Readings = readings.Take(),
            };
    }

    // Half of the steps from a reference point to the next are at most so long.
    static double? PixelsPerMetre(DatasetEntry entry)
    {
        var unread = new ReadingCollector(new ReadReport());
        Dictionary<double, (double X, double Y)> points = [];
        foreach (double[] label in Table(entry, unread).Rows())
        {
            points.TryAdd(label[2], (label[0], label[1]));
            unread.Take();
        }
        double[] steps = [.. from point in points
                             where points.ContainsKey(point.Key + 1)
                             let next = points[point.Key + 1]
                             let step = Math.Sqrt(Math.Pow(next.X - point.Value.X, 2) + Math.Pow(next.Y - point.Value.Y, 2))
                             where step > 0
                             orderby step
                             select step];
        return steps.Length == 0 ? null : steps[steps.Length / 2];
    }

    static FingerprintTable Table(DatasetEntry entry, ReadingCollector readings) =>
        new(entry, readings, NotHeard, "x", "y", "label");
}
