using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// MTLoc, office corridor: one table a collection and part, header = x, y (metres), BSSIDs. Some readings are averages.
/// </summary>
/// <remarks>
/// Wang et al., IMWUT 2023. Exact duplicates of rows stay, as the set has them. The BSSIDs are pseudonyms.
/// </remarks>
sealed class MtLoc() : DatasetImporter(
    "mtloc", "MTLoc: NAME_INDEX_yyMMdd_{training,testing}.csv",
    @"(^|/)(?<name>[^/]+)_\d+_(?<date>\d{6})_(training|testing)\.csv$")
{
    const double NotHeard = -100;

    protected override bool TakesAnyFile => false;

    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        bool isOffice = entry.Match.Groups["name"].Value.StartsWith("Office", StringComparison.OrdinalIgnoreCase);
        DateTimeOffset? date = DateTimeOffset.TryParseExact(entry.Match.Groups["date"].ValueSpan, "yyMMdd",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day) ? day : null;
        foreach (double[] label in new FingerprintTable(entry, readings, NotHeard, "x", "y").Rows())
            yield return new Scan
            {
                Site = isOffice ? "mtloc-office" : "mtloc-mall",
                X = label[0],
                Y = label[1],
                Time = date,
                Readings = readings.Take(),
            };
    }
}
