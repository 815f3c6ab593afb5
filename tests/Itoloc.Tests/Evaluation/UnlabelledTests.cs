using Itoloc.Evaluation;

namespace Itoloc.Tests.Evaluation;

public sealed class UnlabelledTests
{
    [Fact]
    public void From_DropsEveryLabel() =>
        Assert.All(
            Unlabelled.From(ToyBuilding.Survey(1), 1),
            scan => Assert.True(scan is { Building: null, Floor: null, Region: null, IsLabelled: false }));

    [Fact]
    public void From_ChangesTheOrderOnly()
    {
        var survey = ToyBuilding.Survey(1);
        var unlabelled = Unlabelled.From(survey, 1);

        Assert.NotEqual(survey.Select(s => s.Readings), unlabelled.Select(s => s.Readings));
        Assert.Equal(survey.Select(s => s.Readings).ToHashSet(), unlabelled.Select(s => s.Readings).ToHashSet());
    }

    [Fact]
    public void From_RepeatsItself_WithTheSameSeed() =>
        Assert.Equal(
            Unlabelled.From(ToyBuilding.Survey(1), 4).Select(s => s.Device),
            Unlabelled.From(ToyBuilding.Survey(1), 4).Select(s => s.Device));
}
