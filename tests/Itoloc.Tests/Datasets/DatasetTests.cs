using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets;

/// <summary>The real sets, counted, against what their descriptions say.</summary>
public sealed class DatasetTests
{
    [Fact]
    public void CsuHet_HoldsSixPhonesOnThreeFloorPlans()
    {
        List<ImportedScan> scans = Read("csu-het", "csu-het.zip", out ReadReport report);

        string[] expected =
        [
            "engr0: 6 phones, 61 points, 1830 + 366 scans",
            "glover: 6 phones, 88 points, 4224 + 1056 scans",
            "libstudy: 6 phones, 60 points, 2880 + 720 scans",
        ];
        Assert.Equal(expected, scans.GroupBy(s => s.Scan.Building).OrderBy(plan => plan.Key).Select(plan =>
            $"{plan.Key}: {Devices(plan)} phones, {Points(plan)} points, " +
            $"{CountIn("train/", plan)} + {CountIn("test/", plan)} scans"));
        AssertNothingLost(report, droppedReadings: 2);
    }

    [Fact, Trait("Speed", "Slow")]
    public void UjiLib_HoldsFifteenMonths()
    {
        List<ImportedScan> scans = Read("uji-lib", "uji-lib-months-01-15.zip", out ReadReport report);

        Assert.Equal(15, scans.GroupBy(s => s.Entry[..5]).Count());
        foreach (IGrouping<string, ImportedScan> month in scans.GroupBy(s => s.Entry[..5]))
        {
            Assert.Equal(month.Key == "db/01" ? 8640 : 576, CountIn(month.Key + "/trn", month));
            Assert.Equal(3120, CountIn(month.Key + "/tst", month));
            Assert.InRange(AccessPoints(month), 159, 213); // counted apart from this reader, too
        }
        Assert.Equal((1, 212), (Devices(scans), Points(scans)));
        AssertNothingLost(report);
    }

    [Fact]
    public void MtLoc_HoldsTwentySixCollections()
    {
        List<ImportedScan> scans = Read("mtloc", "mtloc-office-01-26.zip", out ReadReport report);

        Assert.Equal(26, scans.GroupBy(s => s.Scan.Time).Count());
        foreach (IGrouping<string, ImportedScan> part in scans.GroupBy(s => s.Entry))
        {
            bool isTraining = part.Key.EndsWith("_training.csv", StringComparison.Ordinal);
            Assert.Equal(isTraining ? 97 : 92, Points(part));
            Assert.InRange((double)part.Count() / Points(part), isTraining ? 7 : 1, isTraining ? 8 : 1);
        }
        AssertNothingLost(report);
    }

    [Fact]
    public void UjiIndoorLoc_HoldsThreeBuildings()
    {
        List<ImportedScan> scans = Read("ujiindoorloc", "ujiindoorloc-training.zip", out ReadReport report);

        Assert.Equal((19_937, 16, 933, 520 - 55), (scans.Count, Devices(scans), Points(scans), AccessPoints(scans)));
        Assert.Equal(76, scans.Count(s => s.Scan.Readings.Count == 0));
        Assert.Equal(["0: 4", "1: 4", "2: 5"], scans.GroupBy(s => s.Scan.Building).OrderBy(building => building.Key)
            .Select(building => $"{building.Key}: {building.Select(s => s.Scan.Floor).Distinct().Count()}"));
        Assert.Equal(new DateOnly(2013, 5, 30), Day(scans.Min(s => s.Scan.Time)));
        Assert.Equal(new DateOnly(2013, 6, 20), Day(scans.Max(s => s.Scan.Time)));
        AssertNothingLost(report, droppedReadings: 137);
    }

    [Fact]
    public void Anyplace_HoldsThreeFloorsOverFiveYears()
    {
        List<ImportedScan> scans = Read("anyplace", "anyplace-csucy.zip", out ReadReport report);

        // Counted apart from this reader: distinct (time, X, Y, heading, floor), distinct BSSIDs.
        Assert.Equal((6250, 290), (scans.Count, AccessPoints(scans)));
        Assert.Equal(["-1", "0", "1"], scans.Select(s => s.Scan.Floor).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((2013, 2018), (scans.Min(s => s.Scan.Time!.Value.Year), scans.Max(s => s.Scan.Time!.Value.Year)));
        AssertNothingLost(report);
    }

    [Fact]
    public void IndoorCompetition_HoldsSeventyWalksOfOnePhone()
    {
        List<ImportedScan> scans = Read("indoor-competition", "indoor-competition-site1-F1.zip", out ReadReport report);

        // Scans and BSSIDs were counted apart from this reader; positions stay on the plan of 240 m × 176 m.
        Assert.Equal((1182, 1146, 2096), (scans.Count, scans.Count(s => s.Scan.IsLabelled), AccessPoints(scans)));
        Assert.Equal((70, 1), (scans.GroupBy(s => s.Entry).Count(), Devices(scans)));
        Assert.All(scans.Where(s => s.Scan.IsLabelled), s =>
            Assert.True(s.Scan is { X: > 0 and < 240, Y: > 0 and < 177 }));
        AssertNothingLost(report);
    }

    static List<ImportedScan> Read(string importer, string file, out ReadReport report) =>
        [.. Importers.Find(importer)!.ReadEntries(TestData.Real(file), report = new ReadReport())];

    static void AssertNothingLost(ReadReport report, long droppedReadings = 0) =>
        Assert.Equal(
            (0, droppedReadings, 0), (report.SkippedLines, report.DroppedReadings, report.DroppedAccessPoints));

    static int CountIn(string start, IEnumerable<ImportedScan> scans) =>
        scans.Count(s => s.Entry.StartsWith(start, StringComparison.Ordinal));

    static int Devices(IEnumerable<ImportedScan> scans) => scans.Select(s => s.Scan.Device).Distinct().Count();

    static int Points(IEnumerable<ImportedScan> scans) =>
        scans.Select(s => (s.Scan.Building, s.Scan.Floor, s.Scan.X, s.Scan.Y)).Distinct().Count();

    static int AccessPoints(IEnumerable<ImportedScan> scans) =>
        scans.SelectMany(s => s.Scan.Readings).Select(reading => reading.AccessPoint).Distinct().Count();

    static DateOnly Day(DateTimeOffset? time) => DateOnly.FromDateTime(time!.Value.UtcDateTime);
}
