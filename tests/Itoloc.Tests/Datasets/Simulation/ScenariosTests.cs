using System.Globalization;
using System.Numerics;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class ScenariosTests
{
    static readonly Scenario Office = Scenarios.Find("office")!;

    [Theory]
    [InlineData("classroom")]
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
}
