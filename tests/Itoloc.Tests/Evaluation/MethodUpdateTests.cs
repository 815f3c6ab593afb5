using Itoloc.Evaluation;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Splits;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation;

public sealed class MethodUpdateTests
{
    readonly Fold _fold = UpdateSteps.Add(
        new() { Name = "toy", Train = ToyBuilding.Survey(1), Tests = [new("a", "toy", ToyBuilding.Survey(3))] },
        [ToyBuilding.Survey(2)]);

    TrainedMethod Apply(string name, out TrainedMethod before)
    {
        var method = Methods.Find(name)!;
        before = method.Train(_fold.Train, new());
        return MethodUpdate.Apply(method, before, _fold, 0, new());
    }

    [Fact]
    public void Apply_LeavesAMethodThatDoesNotUpdate() => Assert.Same(Apply("knn-star-fixed", out var before), before);

    [Fact]
    public void Apply_LeavesEveryMethod_WhenTheFoldHasNoSteps()
    {
        var method = Methods.Find("knn-star-self")!;
        var trained = method.Train(_fold.Train, new());

        Assert.Same(trained, MethodUpdate.Apply(method, trained, _fold with { UnlabelledSteps = [] }, 0, new()));
    }

    [Fact]
    public void Apply_GivesNoLabels_ToAMethodThatMayNotSeeThem()
    {
        List<Scan> given = [];
        var trained = new TrainedMethod(new Unanswering())
        {
            Update = (scans, _) => { given.AddRange(scans); return new(new Unanswering()); },
            Resurvey = (_, _) => throw new InvalidOperationException("labels were given"),
        };

        MethodUpdate.Apply(Methods.Find("knn-star-self")!, trained, _fold, 0, new());

        Assert.All(given, scan => Assert.False(scan.IsLabelled));
        Assert.Equal(_fold.UnlabelledSteps[0], given);
    }

    [Theory]
    [InlineData("knn-star-self")]
    [InlineData("knn-star-fresh")]
    public void Apply_SaysWhatWasDone(string name) => Assert.NotNull(Apply(name, out _).Note);

    [Fact]
    public void OnlyFreshSurveysSeeLabels() =>
        Assert.Equal(["itoloc-fresh", "knn-star-fresh"], Methods.All.Where(method => method.UsesLaterLabels).Select(method => method.Name));

    sealed class Unanswering : ILocalizer
    {
        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) =>
            [.. scans.Select(_ => LocationEstimate.Unknown)];
    }
}
