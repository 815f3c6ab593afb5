using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// CSUIndoorLoc-Het: one table a phone and floor plan, header = BSSIDs, then x, y (pixels) and label.
/// </summary>
/// <remarks>
/// Tiku, Gufran, Pasricha, IPIN 2022. Some rows hold impossible values (440 dBm): only those readings are dropped.
/// </remarks>
sealed class CsuHet() : DatasetImporter(
    "csu-het", "CSUIndoorLoc-Het: {train,test}/PHONE_PLAN.csv",
    @"(^|/)(?<phone>[A-Z0-9]+)_(?<plan>engr0|glover|libstudy)\.csv$")
{
    const double NotHeard = -100;

    protected override bool TakesAnyFile => false;

    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        string plan = entry.Match.Groups["plan"].Value;
        // Reference points stand one metre apart, which gives the scale; approximate.
        double pixelsPerMetre = plan switch { "engr0" => 14.2, "glover" => 19, _ => 18 };
        foreach (double[] label in new FingerprintTable(entry, readings, NotHeard, "x", "y", "label").Rows())
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
}
