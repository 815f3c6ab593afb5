using System.Text.Json;
using Itoloc.Evaluation;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation;

public sealed class ErrorStatisticsTests
{
    static readonly Scan Origin = new() { Building = "a", Floor = "1", X = 0, Y = 0, Readings = [] };

    static LocationEstimate At(double x, double y) =>
        new() { Known = true, Building = "a", Floor = "1", X = x, Y = y };

    static ErrorStatistics Of(params LocatedScan[] located) => ErrorStatistics.Of(located, (30, 40));

    static readonly ErrorStatistics FourErrors = Of(
        new(Origin, At(3, 4)), new(Origin, At(1, 0)), new(Origin, At(0, 2)), new(Origin, At(-4, 0)));

    [Fact]
    public void Of_ComputesErrors_ByHand()
    {
        // Errors 1, 2, 4, 5.
        Assert.Equal(3, FourErrors.Mean!.Value, 12);
        Assert.Equal(3, FourErrors.Median!.Value, 12);
        Assert.Equal(4.25, FourErrors.P75!.Value, 12);
        Assert.Equal(4.85, FourErrors.P95!.Value, 12);
        Assert.Equal(5, FourErrors.Max!.Value, 12);
    }

    [Fact]
    public void Of_FillsOnlyMeanAll_WhenScansAreDeclined()
    {
        var statistics = Of(new(Origin, At(3, 4)), new(Origin, LocationEstimate.Unknown));

        Assert.Equal((2, 1), (statistics.N, statistics.Answered));
        Assert.Equal(5, statistics.Mean);
        Assert.Equal((5 + 50) / 2.0, statistics.MeanAll);
    }

    [Fact]
    public void Of_CountsMisses_WhenScansAreDeclined()
    {
        var statistics = Of(new(Origin, At(1, 0)), new(Origin, LocationEstimate.Unknown));

        Assert.Equal(
            (0.5, 0.5, 0.5, 0.5),
            (statistics.FloorHit, statistics.BuildingHit, statistics.RegionSuccess, statistics.Within3m));
    }

    [Fact]
    public void Of_KeepsThePlaneError_WhenTheFloorIsWrong()
    {
        var statistics = Of(new LocatedScan(Origin, At(1, 0) with { Floor = "2" }));

        Assert.Equal(
            (1.0, 0.0, 1.0, 0.0),
            (statistics.Mean, statistics.FloorHit, statistics.BuildingHit, statistics.Within3m));
    }

    [Fact]
    public void FloorHit_Misses_WhenOnlyTheBuildingIsWrong() =>
        Assert.Equal(0, Of(new LocatedScan(Origin, At(1, 0) with { Building = "b" })).FloorHit);

    [Theory]
    [InlineData("r", 100, 1)]
    [InlineData("s", 0, 0)]
    public void RegionSuccess_ComparesRegions_WhenTheTruthHasOne(string region, double x, double expected) =>
        Assert.Equal(
            expected,
            Of(new LocatedScan(Origin with { Region = "r" }, At(x, 0) with { Region = region })).RegionSuccess);

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3.01, 0)]
    public void RegionSuccess_TakesThreeMetres_WhenTheTruthHasNoRegion(double x, double expected) =>
        Assert.Equal(expected, Of(new LocatedScan(Origin, At(x, 0) with { Region = "r" })).RegionSuccess);

    [Fact]
    public void Coverage95_CountsAnswersWithARadiusOnly()
    {
        var statistics = Of(
            new(Origin, At(2, 0) with { Accuracy = 2 }), new(Origin, At(2, 0) with { Accuracy = 1.9 }),
            new(Origin, At(9, 0)), new(Origin, LocationEstimate.Unknown));

        Assert.Equal(0.5, statistics.Coverage95);
    }

    [Fact]
    public void Of_LeavesUndefinedFiguresOut_WhenNothingIsAnswered()
    {
        var statistics = Of(new LocatedScan(Origin with { Floor = null }, LocationEstimate.Unknown));

        Assert.Null(statistics.Mean);
        Assert.Null(statistics.P95);
        Assert.Null(statistics.FloorHit);
        Assert.Null(statistics.Coverage95);
    }

    [Fact]
    public void Of_IgnoresScansWithoutPosition() =>
        Assert.Equal(0, Of(new LocatedScan(Origin.WithoutLabels(), At(0, 0))).N);

    [Fact]
    public void Of_SplitsByDeviceAndMonth()
    {
        var may = new DateTimeOffset(2016, 6, 1, 0, 30, 0, TimeSpan.FromHours(2)); // still May in UTC
        var statistics = Of(
            new(Origin with { Device = "b", Time = may }, At(1, 0)),
            new(Origin with { Device = "a", Time = may.AddDays(1) }, At(3, 0)),
            new(Origin, At(5, 0)));

        Assert.Equal(["a", "b"], statistics.PerDevice!.Keys);
        Assert.Equal(1, statistics.PerDevice["b"].Mean);
        Assert.Equal(["2016-05", "2016-06"], statistics.PerMonth!.Keys);
        Assert.Equal(3, statistics.PerMonth["2016-06"].Mean);
    }

    [Fact]
    public void ToJson_HasTheMembersOfTheContract()
    {
        using var json = JsonDocument.Parse(FourErrors.ToJson());

        Assert.Equal(
            [
                "n", "answered", "mean", "median", "p75", "p95", "max", "meanAll", "floorHit", "buildingHit",
                "regionSuccess", "within3m", "coverage95", "perDevice", "perMonth",
            ],
            json.RootElement.EnumerateObject().Select(member => member.Name));
    }
}
