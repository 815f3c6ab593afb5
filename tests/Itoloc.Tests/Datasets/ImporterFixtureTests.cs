using System.Globalization;
using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets;

/// <summary>
/// Each importer on a small fixture written by hand, traps included: every scan and every complaint, as text.
/// </summary>
public sealed class ImporterFixtureTests
{
    [Fact]
    public void CsuHet_ReadsMetres_AndDropsImpossibleReadings() => AssertReads("csu-het",
        [
            "test/LG_engr0.csv csu-het|engr0|0|-|1|2|LG|-|",
            "train/BLU_glover.csv csu-het|glover|0|-|2|1|BLU|-|00:1a:1e:00:00:10=-60",
            "train/BLU_glover.csv csu-het|glover|0|-|3|1|BLU|-|00:1a:1e:00:00:10=-61.5",
        ],
        skipped: [], droppedReadings: 1, droppedAccessPoints: 1);

    [Fact]
    public void UjiLib_JoinsItsFiles_AndTakesSixtySeconds() => AssertReads("uji-lib",
        [
            "db/01/trn01rss.csv uji-lib|library|3|-|1.5|2.5|Galaxy S3|2016-06-02T15:52:17.232Z|1=-60 3=-100",
            "db/01/trn01rss.csv uji-lib|library|3|-|1.5|2.5|Galaxy S3|2016-06-02T15:53:00.001Z|",
        ],
        skipped:
        [
            "db/01/trn01rss.csv:3: no position for it in the crd file",
            "db/01/trn01rss.csv:4: no time for it in the tms file",
        ]);

    [Fact]
    public void MtLoc_KeepsAveragesAndDuplicates() => AssertReads("mtloc",
        [
            "csv/Office/Office_1_200925_training.csv " +
            "mtloc-office|-|-|-|0.9|-0.5|-|2020-09-25T00:00:00Z|00:1a:1e:00:00:10=-82.25",
            "csv/Office/Office_1_200925_training.csv " +
            "mtloc-office|-|-|-|0.9|-0.5|-|2020-09-25T00:00:00Z|00:1a:1e:00:00:10=-82.25",
        ],
        skipped: []);

    [Fact]
    public void UjiIndoorLoc_TakesCoordinatesAsMetres_AndKeepsStrongAndEmptyScans() => AssertReads("ujiindoorloc",
        [
            "trainingData.csv ujiindoorloc|1|2|-|-7541.25|4864920.5|23|2013-06-20T07:35:33Z|WAP002=-20",
            "trainingData.csv ujiindoorloc|1|2|-|-7541.25|4864920.5|23|2013-06-20T07:35:34Z|",
        ],
        skipped: [], droppedReadings: 1);

    [Fact]
    public void Anyplace_GroupsReadingsIntoScans_InOrderOfTime() => AssertReads("anyplace",
        [
            "CSUCY-x/0/rss-log anyplace-csucy|-|0|-|1368|4992|-|2014-07-31T10:22:00Z|d4:d7:48:b0:97:10=-70",
            "CSUCY-x/0/rss-log anyplace-csucy|-|0|-|1368|4992|-|2014-07-31T10:22:02.61Z|" +
            "d4:d7:48:b0:97:10=-88 00:0e:84:4b:0b:a2=-94",
            "other/rss-log anyplace|building_1|-1|-|1368|4992|-|2014-07-31T10:22:02.61Z|d4:d7:48:b0:97:10=-88",
            "other/rss-log anyplace|building_1|-1|-|1368|4992|-|2014-07-31T10:22:03.61Z|d4:d7:48:b0:97:10=-89",
        ],
        skipped: ["CSUCY-x/0/rss-log:4: not a latitude and longitude"], digits: 0);

    [Fact]
    public void IndoorCompetition_PlacesScansBetweenWayPoints() => AssertReads("indoor-competition",
        [
            "site9/B1/path_data_files/0123456789abcdef01234567.txt " +
            "indoor-competition-site9|-|B1|-|11|20|ACME P1|2001-09-09T01:46:41Z|" +
            "00:1a:1e:00:00:10=-50 00:1a:1e:00:00:20=-60",
            "site9/B1/path_data_files/0123456789abcdef01234567.txt " +
            "indoor-competition-site9|-|B1|-|-|-|ACME P1|2001-09-09T01:46:45Z|" +
            "00:1a:1e:00:00:10=-52",
        ],
        skipped: ["site9/B1/path_data_files/0123456789abcdef01234567.txt:9: not a TYPE_WIFI line"],
        droppedAccessPoints: 1);

    [Fact]
    public void Find3_ReadsNamesAndBothUnitsOfTime() => AssertReads("find3",
        [
            "log.jsonl home|-|-|kitchen|-|-|phone|2023-11-14T22:13:20.123Z|aa:bb:cc:dd:ee:fe=-61",
            "log.jsonl home|-|-|-|-|-|esp|2023-11-14T22:13:21Z|aa:bb:cc:dd:ee:fe=-62",
            "log.jsonl home|-|-|-|-|-|cli|-|",
        ],
        skipped: ["log.jsonl:4: no device (d)", "log.jsonl:5: t is not a time"]);

    [Fact]
    public void Wigle_GroupsRows_ReadsQuotedNames_AndLosesOnlyTheBrokenRow() => AssertReads("wigle",
        [
            "export.csv -|-|-|-|-|-|Pixel 2|2018-08-01T13:08:20Z|00:1a:1e:00:00:10=-54",
            "export.csv -|-|-|-|-|-|Pixel 2|2018-08-01T13:08:27Z|1a:9f:ee:5c:71:c6=-43 00:1a:1e:00:00:10=-53",
        ],
        skipped: ["export.csv:6: not a row of the table", "export.csv:9: FirstSeen is not a time"],
        droppedAccessPoints: 1);

    static void AssertReads(
        string importer, string[] scans, string[] skipped,
        long droppedReadings = 0, long droppedAccessPoints = 0, int digits = 3)
    {
        string folder = TestData.Fixture(importer);
        var complaints = new List<string>();
        var report = new ReadReport(line => complaints.Add(line.ToString()[(folder.Length + 1)..]));

        string[] read = [.. Importers.Find(importer)!.ReadEntries(folder, report)
            .Select(imported => Describe(imported, digits))];

        Assert.Equal(scans, read);
        Assert.Equal(skipped, complaints);
        Assert.Equal((scans.Length, droppedReadings, droppedAccessPoints),
            (report.Scans, report.DroppedReadings, report.DroppedAccessPoints));
    }

    static string Describe(ImportedScan imported, int digits)
    {
        Scan scan = imported.Scan;
        string time = scan.Time?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture) ?? "-";
        IEnumerable<string> readings = scan.Readings
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.AccessPoint}={r.RssiDbm}"));
        return $"{imported.Entry} {scan.Site ?? "-"}|{scan.Building ?? "-"}|{scan.Floor ?? "-"}|{scan.Region ?? "-"}|" +
            $"{Number(scan.X)}|{Number(scan.Y)}|{scan.Device ?? "-"}|{time}|{string.Join(' ', readings)}";

        string Number(double? value) =>
            value is double x ? Math.Round(x, digits).ToString(CultureInfo.InvariantCulture) : "-";
    }
}
