using System.Globalization;
using System.Numerics;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class ScenariosTests
{
    static readonly Scenario Office = Scenarios.Find("office")!;

    [Theory]
    [InlineData("Classroom")]
    [InlineData("Office")]
    [InlineData("")]
    public void Find_IsNull_ForOtherNames(string name) => Assert.Null(Scenarios.Find(name));

    [Fact]
    public void All_AreFoundByTheirNames() =>
        Assert.All(Scenarios.All, scenario => Assert.Same(scenario, Scenarios.Find(scenario.Name)));

    [Fact]
    public void Office_HasTheAreaOfTableI() => Assert.Equal(600, Polygon.Area(Office.Outline));

    [Fact]
    public void Office_HasTheRegionsOfTableI() =>
        Assert.Equal(13, Office.Regions.Select(r => r.Name).Distinct().Count());

    [Fact]
    public void Office_HasAReferencePointOnEverySquareMetre()
    {
        IReadOnlyList<Vector2> points = Office.ReferencePoints();

        Assert.Equal(600, points.Distinct().Count());
        Assert.All(points, p => Assert.Contains(points, q => Vector2.Distance(p, q) == 1));
    }

    [Fact]
    public void Office_HasAsManyReferencePointsInARegionAsSquareMetres() =>
        Assert.All(
            Office.Regions, region => Assert.Equal(region.Area, Office.ReferencePoints().Count(region.Contains)));

    [Fact]
    public void Office_HasThePhonesOfThePaper() =>
        Assert.Equal(10, Office.SurveyPhones.Concat(Office.TestPhones).Select(phone => phone.Name).Distinct().Count());

    [Fact]
    public void Office_HasTwoToFourNetworksOnEveryFixedRadio() =>
        Assert.All(
            Office.AccessPoints.Where(accessPoint => !accessPoint.Moves).SelectMany(accessPoint => accessPoint.Radios),
            radio => Assert.InRange(radio.Bssids.Count, 2, 4));

    [Fact]
    public void Office_HasUnicastBssids_LocallyAdministeredOnlyOnHotspots()
    {
        foreach (AccessPoint accessPoint in Office.AccessPoints)
        {
            foreach (string bssid in accessPoint.Radios.SelectMany(radio => radio.Bssids))
            {
                Assert.Matches("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", bssid);
                int first = int.Parse(bssid[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                Assert.Equal(accessPoint.Moves ? 2 : 0, first & 3);
            }
        }
    }

    [Fact]
    public void Office_UsesEveryBssidOnce()
    {
        string[] bssids = [.. Office.AccessPoints.SelectMany(a => a.Radios).SelectMany(radio => radio.Bssids)];
        Assert.Equal(bssids.Length, bssids.Distinct().Count());
    }

    [Theory]
    [InlineData("office", 600, 13, 600, 72_000)]
    [InlineData("classroom", 1_360, 18, 621, 96_000)]
    [InlineData("mall", 2_130, 30, 537, 288_000)]
    public void Scenario_HasTheNumbersOfTableI(string name, double area, int regions, int points, int fullScans)
    {
        Scenario scenario = Scenarios.Find(name)!;

        Assert.Equal(area, scenario.Regions.Sum(region => region.Area), 1e-3);
        Assert.Equal(regions, scenario.Regions.Select(region => region.Name).Distinct().Count());
        Assert.Equal(points, scenario.ReferencePoints().Count);
        Assert.Equal(fullScans, scenario.FullScans);
        // Points times whole scans a point: within half a per cent.
        Assert.InRange(scenario.FullScansPerPoint * points, fullScans * 0.995, fullScans * 1.005);
    }

    [Theory]
    [InlineData("office", 0)]
    [InlineData("classroom", 0)]
    [InlineData("mall", 360)]
    public void Regions_TileTheOutline_ButForTheAtrium(string name, double atrium)
    {
        Scenario scenario = Scenarios.Find(name)!;
        Vector2[] places = [.. Enumerable.Range(0, 2_000).Select(i => Polygon.PointInside(scenario.Outline, new Seed(5).With(i)))];

        Assert.Equal(Polygon.Area(scenario.Outline) - atrium, scenario.Regions.Sum(region => region.Area), 1e-3);
        Assert.All(places, place => Assert.InRange(scenario.Regions.Count(region => region.Contains(place)), atrium == 0 ? 1 : 0, 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Regions_AreConvex(string name) => Assert.All(Scenarios.Find(name)!.Regions, region =>
    {
        var corners = region.Outline;
        var turns = corners.Select((corner, i) => MathF.Sign(Vector2.Cross(
            corners[(i + 1) % corners.Count] - corner, corners[(i + 2) % corners.Count] - corners[(i + 1) % corners.Count])));
        Assert.Single(turns.Distinct());
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Doors_LeadToEveryRegion_WithWayPointsInTheirRegions(string name)
    {
        Scenario scenario = Scenarios.Find(name)!;

        Assert.All(scenario.Regions, region => Route.Doors(scenario, scenario.Regions[0].Name, region.Name));
        Assert.All(scenario.Doors, door =>
        {
            Assert.Equal(door.From, scenario.RegionAt(door.Before)?.Name);
            Assert.Equal(door.To, scenario.RegionAt(door.Behind)?.Name);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AccessPoints_HaveNamesAndBssidsOfTheirOwn(string name)
    {
        Scenario scenario = Scenarios.Find(name)!;
        string[] bssids = [.. scenario.AccessPoints.SelectMany(a => a.Radios).SelectMany(radio => radio.Bssids)];

        Assert.Equal(scenario.AccessPoints.Count, scenario.AccessPoints.Select(a => a.Name).Distinct().Count());
        Assert.Equal(bssids.Length, bssids.Distinct().Count());
        Assert.All(bssids, bssid => Assert.Matches("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", bssid));
    }

    [Fact]
    public void Mall_IsRedecoratedInWeek18_InThePartNamed()
    {
        Scenario mall = Scenarios.Find("mall")!;
        Redecoration redecoration = mall.Redecoration!;

        Assert.Equal(18 * 7, redecoration.Day);
        Assert.NotEmpty(redecoration.Walls.Except(mall.Walls));
        Assert.NotEmpty(mall.Walls.Except(redecoration.Walls));
        double share = mall.ReferencePoints().Count(redecoration.Contains) / (double)mall.ReferencePoints().Count;
        Assert.InRange(share, 0.1, 0.5);
    }

    public static TheoryData<string> Names => [.. Scenarios.All.Select(scenario => scenario.Name)];
}
