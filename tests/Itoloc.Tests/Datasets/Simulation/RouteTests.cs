using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class RouteTests
{
    static readonly Scenario Office = Scenarios.Find("office")!;

    [Fact]
    public void Doors_LeadsThroughTheCorridor_FromRoomToRoom() =>
        Assert.Equal(
            [new(10, 8.5f), new(10, 9.5f), new(28, 10.5f), new(28, 11.5f)],
            Route.Doors(Office, "S2 office", "N6 office"));

    [Fact]
    public void Doors_IsEmpty_WithinARegion() => Assert.Empty(Route.Doors(Office, "Corridor", "Corridor"));

    [Fact]
    public void Doors_ReachesEveryRegion() =>
        Assert.All(Office.Regions, region => Route.Doors(Office, Office.Regions[0].Name, region.Name));

    [Fact]
    public void Doors_Throws_WhenNoWayLeadsThere() =>
        Assert.Throws<ArgumentException>(() => Route.Doors(Office, "Corridor", "roof"));
}
