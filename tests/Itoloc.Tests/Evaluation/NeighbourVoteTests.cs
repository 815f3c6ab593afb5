using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation;

public sealed class NeighbourVoteTests
{
    static Scan On(string building, string floor, double x, string? region = null) =>
        new() { Building = building, Floor = floor, Region = region, X = x, Y = -x, Readings = [] };

    [Fact]
    public void Estimate_AveragesTheMajorityFloorOnly()
    {
        var estimate = NeighbourVote.Estimate([On("a", "1", 100), On("a", "2", 2), On("a", "2", 4)]);

        Assert.Equal(("2", 3.0, -3.0), (estimate.Floor, estimate.X, estimate.Y));
    }

    [Fact]
    public void Estimate_CountsBuildingAndFloorJointly()
    {
        // Floor 1 of any building has as many votes as floor 2 of building a, and the nearest.
        var estimate = NeighbourVote.Estimate(
            [On("a", "1", 0), On("b", "1", 0), On("a", "1", 0), On("a", "2", 8), On("a", "2", 8), On("a", "2", 8)]);

        Assert.Equal(("a", "2"), (estimate.Building, estimate.Floor));
    }

    [Fact]
    public void Estimate_TakesTheNearer_WhenFloorsTie() =>
        Assert.Equal("2", NeighbourVote.Estimate([On("a", "2", 1), On("a", "1", 5)]).Floor);

    [Fact]
    public void Estimate_TakesTheMajorityRegion() =>
        Assert.Equal(
            "r", NeighbourVote.Estimate([On("a", "1", 1, "s"), On("a", "1", 1, "r"), On("a", "1", 1, "r")]).Region);
}
