using Itoloc.Evaluation;
using Itoloc.Fingerprints;
using Itoloc.Tests.Evaluation.Rivals;

namespace Itoloc.Tests.Evaluation;

public sealed class MethodsTests
{
    // Of the ablations those that run code of their own; the others are the default with another number.
    public static TheoryData<string> Names =>
    [
        .. Methods.All.Where(method => !method.Description.StartsWith("ablation", StringComparison.Ordinal)
            || method.Name is "itoloc-vector" or "itoloc-one-predictor").Select(method => method.Name),
    ];

    /// <summary>Without those that other tests train: the paper's rivals, and what is iToLoc until it is updated.</summary>
    public static TheoryData<string> TrainedHere =>
        [.. Names.Select(row => row.Data).Where(name => name != "itoloc-frozen").Except(RivalsTests.Names.Select(row => row.Data))];

    [Theory]
    [MemberData(nameof(TrainedHere))]
    [Trait("Speed", "Slow")]
    public void Train_AnswersEveryScan(string name)
    {
        // Every other point: enough to see that it answers.
        Scan[] survey = [.. ToyBuilding.Survey(1).Where(scan => (scan.X + scan.Y) % 4 == 0)];
        var questions = ToyBuilding.Survey(2);

        var localizer = Methods.Find(name)!.Train(
            survey, new() { Seed = 5, Cancellation = TestContext.Current.CancellationToken }).Localizer;
        var estimates = localizer.Locate([.. questions.Select(scan => scan.WithoutLabels())]);

        Assert.Equal(questions.Count, estimates.Count);
        Assert.All(
            estimates.Where(e => e.Known),
            e => Assert.True(e is { Building: "b", X: >= -1.5 and <= 9.5, Y: >= -1.5 and <= 7.5 }));
        Assert.Contains(estimates, e => e.Known);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_Throws_WhenTheSurveyHearsNothing(string name) =>
        Assert.Throws<ArgumentException>(() => Methods.Find(name)!.Train(
            [new() { X = 0, Y = 0, Readings = [] }, ToyBuilding.Survey(1)[0].WithoutLabels()], new()));

    [Fact]
    public void Find_FindsNothing_WhenThereIsNone() => Assert.Null(Methods.Find("knn-moon"));

    [Theory]
    [InlineData("knn")]
    [InlineData("knn-star")]
    public void Train_SaysWhatItChose(string name) =>
        Assert.Matches(
            ".+, k = [0-9]+, BSSIDs (grouped|apart)",
            Methods.Find(name)!.Train(ToyBuilding.Survey(1), new()).Choice);
}
