using Itoloc.Evaluation;
using Itoloc.Evaluation.Splits;

namespace Itoloc.Tests.Evaluation;

public sealed class HostileScansTests
{
    static Fold Poisoned()
    {
        var survey = ToyBuilding.Survey(1);
        var fold = UpdateSteps.Add(new() { Name = "toy", Train = survey, Tests = [] }, [ToyBuilding.Survey(2)]);
        return HostileScans.Mix(fold, [new() { Readings = [new("elsewhere", -50)] }]);
    }

    [Fact]
    public void Mix_KeepsEveryGenuineScan()
    {
        var readings = Poisoned().UnlabelledSteps[0].Select(scan => scan.Readings).ToHashSet();

        Assert.All(ToyBuilding.Survey(2), scan => Assert.Contains(readings, r => r.SequenceEqual(scan.Readings)));
    }

    [Fact]
    public void Mix_DoublesTheStep_AndRepeatsItself()
    {
        var step = Poisoned().UnlabelledSteps[0];

        Assert.Equal(2 * ToyBuilding.Survey(2).Count, step.Count);
        Assert.Equal(
            step.SelectMany(scan => scan.Readings), Poisoned().UnlabelledSteps[0].SelectMany(scan => scan.Readings));
    }

    [Fact]
    public void Mix_NamesEachAccessPointOnceAScan() =>
        Assert.All(Poisoned().UnlabelledSteps[0], scan => Assert.Equal(
            scan.Readings.Count, scan.Readings.Select(reading => reading.AccessPoint).Distinct().Count()));
}
