using Itoloc.Evaluation;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation;

/// <summary>The toy building: each phone in turn is the unseen one.</summary>
sealed class ToyProtocol : IProtocol
{
    public string Name => "toy";

    public string Description => "each phone in turn is the unseen one";

    public string Archive => "toy.bin";

    /// <summary>How often the unseen phone's scans are given, unlabelled, and then asked.</summary>
    public int Updates { get; init; }

    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var survey = ToyBuilding.Survey(1);
        return survey.Select(scan => scan.Device!).Distinct().Select(unseen => new Fold
        {
            Name = unseen,
            Train = [.. survey.Where(scan => scan.Device != unseen)],
            UnlabelledSteps = [.. Enumerable.Repeat<IReadOnlyList<Scan>>(Unlabelled.From(survey.Where(scan => scan.Device == unseen), 1), Updates)],
            Tests = [.. Enumerable.Repeat(new TestPart(unseen, "toy", [.. survey.Where(scan => scan.Device == unseen)]), Math.Max(1, Updates))],
        });
    }
}
