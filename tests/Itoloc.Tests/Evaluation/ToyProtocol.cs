using Itoloc.Evaluation;

namespace Itoloc.Tests.Evaluation;

/// <summary>The toy building: each phone in turn is the unseen one.</summary>
sealed class ToyProtocol : IProtocol
{
    public string Name => "toy";

    public string Description => "each phone in turn is the unseen one";

    public string Archive => "toy.bin";

    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var survey = ToyBuilding.Survey(1);
        return survey.Select(scan => scan.Device!).Distinct().Select(unseen => new Fold
        {
            Name = unseen,
            Train = [.. survey.Where(scan => scan.Device != unseen)],
            Tests = [new(unseen, "toy", [.. survey.Where(scan => scan.Device == unseen)])],
        });
    }
}
