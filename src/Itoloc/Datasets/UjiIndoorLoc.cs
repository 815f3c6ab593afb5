using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// UJIIndoorLoc: one table, WAP001…WAP520 and nine labels. Longitude and latitude are taken as metres, as the
/// literature does.
/// </summary>
/// <remarks>
/// Torres-Sospedra et al., IPIN 2014. Implausibly strong readings (above −30 dBm) and duplicate rows stay, as the set
/// has them.
/// </remarks>
sealed class UjiIndoorLoc() : DatasetImporter(
    "ujiindoorloc", "UJIIndoorLoc: trainingData.csv, validationData.csv", @"(^|/)(training|validation)Data\.csv$")
{
    const double NotHeard = 100;

    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        var table = new FingerprintTable(entry, readings, NotHeard,
            "LONGITUDE", "LATITUDE", "FLOOR", "BUILDINGID", "PHONEID", "TIMESTAMP",
            "SPACEID", "RELATIVEPOSITION", "USERID");
        foreach (double[] label in table.Rows())
            yield return new Scan
            {
                Site = Name,
                Building = Text(label[3]),
                Floor = Text(label[2]),
                X = label[0],
                Y = label[1],
                Device = Text(label[4]),
                Time = EpochTime.FromSeconds(label[5]),
                Readings = readings.Take(),
            };
    }

    static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
