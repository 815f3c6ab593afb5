using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class OccupancyTests
{
    static readonly Occupancy Occupancy = Scenarios.Find("office")!.Occupancy;

    [Theory]
    [InlineData(0, 10, 0.9)]
    [InlineData(0, 12, 0.4)]
    [InlineData(0, 3, 0)]
    [InlineData(5, 10, 0.1)]
    public void ShareAt_FollowsDayAndHour(int day, int hour, double share) =>
        Assert.Equal(share, Occupancy.ShareAt(SimulatedBuilding.SurveyDay.AddDays(day).AddHours(hour)));
}
