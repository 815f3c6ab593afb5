using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets.Simulation;

public class SimulatedBuildingTests
{
    static readonly Scenario Office = Scenarios.Find("office")!;
    static readonly SimulatedBuilding Building = new(Office, seed: 1);
    static readonly Lazy<IReadOnlyList<Scan>> Surveyed = new(() => [.. Building.Survey()]);
    static readonly int AccessPoints = Office.AccessPoints.SelectMany(a => a.Radios).Sum(radio => radio.Bssids.Count);

    [Fact]
    public void Survey_IsTheSame_ForTheSameSeed() =>
        Assert.Equal(Texts(Building.Survey().Take(50)), Texts(new SimulatedBuilding(Office, 1).Survey().Take(50)));

    [Fact]
    public void Survey_Differs_ForAnotherSeed() =>
        Assert.NotEqual(Texts(Building.Survey().Take(1)), Texts(new SimulatedBuilding(Office, 2).Survey().Take(1)));

    [Fact]
    public void Test_DoesNotDependOnHowManyScansAreAskedFor() =>
        Assert.Equal(Texts(Building.Test(scans: 9)), Texts(Building.Test(scans: 40).Take(9)));

    [Fact]
    public void Survey_HasEightScansAtEveryReferencePoint()
    {
        var points = Surveyed.Value.GroupBy(scan => (scan.X, scan.Y)).ToList();

        Assert.Equal(600, points.Count);
        Assert.All(points, point => Assert.Equal(8, point.Count()));
    }

    [Fact]
    public void Survey_UsesEverySurveyPhoneAtEveryPoint() =>
        Assert.All(
            Surveyed.Value.GroupBy(scan => (scan.X, scan.Y)),
            point => Assert.Equal(5, point.Select(scan => scan.Device).Distinct().Count()));

    [Fact]
    public void Survey_CoversEveryRegion() =>
        Assert.Equal(
            Office.Regions.Select(region => region.Name).Order(),
            Surveyed.Value.Select(scan => scan.Region!).Distinct().Order());

    [Fact]
    public void Survey_SaysThatItIsSimulated() =>
        Assert.All(Surveyed.Value, scan => Assert.Equal("simulated-office", scan.Site));

    [Fact]
    public void Survey_HasWholeValidReadings_EachAccessPointOnce()
    {
        foreach (Scan scan in Surveyed.Value)
        {
            Assert.All(scan.Readings, r => Assert.True(Reading.IsValidDbm(r.RssiDbm) && float.IsInteger(r.RssiDbm)));
            Assert.Equal(scan.Readings.Count, scan.Readings.DistinctBy(reading => reading.AccessPoint).Count());
        }
    }

    [Fact]
    public void Survey_HearsTenToSixtyPercentOfTheAccessPoints_WithEveryPhone() =>
        Assert.All(
            Surveyed.Value.GroupBy(scan => scan.Device),
            phone => Assert.InRange(ScanStatistics.HeardShare([.. phone], AccessPoints), 0.1, 0.6));

    [Fact]
    public void Survey_RepeatsWithinTwoToSixDecibels_AtOnePoint() =>
        Assert.All(Office.SurveyPhones, phone => Assert.InRange(ScanStatistics.RepeatSpread(Standing(phone)), 2, 6));

    [Fact]
    public void Survey_DiffersBySeveralDecibels_BetweenTwoPhones()
    {
        (double mean, double deviation) = ScanStatistics.Difference(
            Standing(Office.SurveyPhones.Single(phone => phone.Name == "Millet 9")),
            Standing(Office.SurveyPhones.Single(phone => phone.Name == "Nexus 7")));

        Assert.InRange(mean, 3, 9);
        Assert.InRange(deviation, 2, 7);
    }

    [Fact]
    public void Survey_Throws_WithoutAPhone() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Building.Survey([]));

    [Fact]
    public void Test_UsesPhonesThatDidNotSurvey() =>
        Assert.Empty(Building.Test().Select(scan => scan.Device).Intersect(Surveyed.Value.Select(scan => scan.Device)));

    [Fact]
    public void Test_IsInsideTheBuildingOnLaterDays() =>
        Assert.All(Building.Test(), scan =>
        {
            Assert.NotNull(scan.Region);
            Assert.True(scan.Time >= SimulatedBuilding.SurveyDay.AddDays(1));
        });

    [Fact]
    public void Walk_GoesThroughWallsOnlyAtDoors_ForEverySeed() =>
        Prop.ForAll<int>(WalksThroughDoorsOnly).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Walk_AdvancesOneMetreASecond() =>
        Assert.All(
            Steps(Building.Walk(Office.TestPhones[0], seed: 3, scans: 100, TimeSpan.FromSeconds(0.1))),
            step => Assert.InRange(Vector2.Distance(step.From, step.To), 0, 0.101));

    [Fact]
    public void Walk_VisitsSeveralRegions() =>
        Assert.True(Building.Walk(Office.TestPhones[0], seed: 1).Select(scan => scan.Region).Distinct().Count() >= 3);

    [Fact]
    public void Walk_IsOnePhoneEveryTwoSeconds()
    {
        Scan[] scans = [.. Building.Walk(Office.TestPhones[0], seed: 1, scans: 30)];

        Assert.Equal(30, scans.Length);
        Assert.Equal(TimeSpan.FromSeconds(58), scans[^1].Time - scans[0].Time);
        Assert.All(scans, scan => Assert.Equal("HUAWEI P10", scan.Device));
    }

    [Fact]
    public void Test_HasNoScanInCommon_BetweenParts() =>
        Assert.Empty(Texts(Building.Test(scans: 50)).Intersect(Texts(Building.Test(scans: 50, part: 1))));

    [Theory]
    [InlineData("classroom")]
    [InlineData("mall")]
    public void Test_IsInARegion_OnEveryDay(string name) =>
        Assert.All(new SimulatedBuilding(Scenarios.Find(name)!, 1).Test(scans: 40, days: [0, 400, 2000]), scan =>
        {
            Assert.NotNull(scan.Region);
            Assert.Equal(scan.Readings.Count, scan.Readings.DistinctBy(reading => reading.AccessPoint).Count());
        });

    [Theory]
    [InlineData("classroom")]
    [InlineData("mall")]
    public void Walk_StaysInTheRegions(string name)
    {
        Scenario silent = Scenarios.Find(name)! with { AccessPoints = [] };
        Assert.All(
            new SimulatedBuilding(silent, 1).Walk(silent.TestPhones[0], 1, scans: 500),
            scan => Assert.NotNull(scan.Region));
    }

    [Fact]
    public void FirstTwoWeeksOfTheOffice_AreAsTheyWereWithoutChanges()
    {
        var unchanging = new SimulatedBuilding(Office with { Changes = Changes.None }, 1);

        Assert.Equal(Texts(unchanging.Test(scans: 60)), Texts(Building.Test(scans: 60)));
        Assert.NotEqual(Texts(unchanging.Test(scans: 60, days: [200])), Texts(Building.Test(scans: 60, days: [200])));
    }

    [Fact]
    public void Survey_GoesOnNextDay_AfterEightHours()
    {
        Scenario silent = Office with { AccessPoints = [] };
        Scan last = new SimulatedBuilding(silent, 1).Survey(scansPerPoint: 120).Last();

        Assert.InRange(last.Time!.Value.Hour, 9, 16);
        Assert.Equal(2, (last.Time.Value - SimulatedBuilding.SurveyDay).Days);
    }

    static bool WalksThroughDoorsOnly(int seed)
    {
        // Hearing nothing makes a long walk with many steps quick.
        SimulatedBuilding silent = new(Office with { AccessPoints = [] }, 1);
        var step = TimeSpan.FromSeconds(0.1);
        return Steps(silent.Walk(Office.TestPhones[0], seed, scans: 3000, step)).All(step =>
            !Office.Walls.Any(wall => wall.IsCrossedBy(step.From, step.To))
            || Office.Doors.Any(door => Vector2.Distance((door.Before + door.Behind) / 2, step.To) < 0.2));
    }

    static IEnumerable<(Vector2 From, Vector2 To)> Steps(IEnumerable<Scan> walk)
    {
        Vector2[] places = [.. walk.Select(scan => new Vector2((float)scan.X!.Value, (float)scan.Y!.Value))];
        return places.Zip(places.Skip(1));
    }

    // Scans of one phone at a few points: the same building on a coarser grid.
    static IEnumerable<Scan> Standing(Phone phone) =>
        new SimulatedBuilding(Office with { GridMetres = 4 }, 1).Survey([phone], scansPerPoint: 12);

    static IEnumerable<string> Texts(IEnumerable<Scan> scans) =>
        scans.Select(scan => string.Create(
            CultureInfo.InvariantCulture,
            $"{scan.Region} {scan.X} {scan.Y} {scan.Device} {scan.Time:O} {string.Join(' ', scan.Readings)}"));
}
