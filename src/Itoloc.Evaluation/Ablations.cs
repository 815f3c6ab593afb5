using Itoloc.Training;

namespace Itoloc.Evaluation;

/// <summary>iToLoc's default without one of its parts each, to see what the part is worth.</summary>
static class Ablations
{
    static readonly Recipe Default = Recipe.Default;

    /// <summary>The paper's own parts first, then ours.</summary>
    public static IReadOnlyList<IMethod> All { get; } =
    [
        Without("vector", "its images only lay the levels out, and compare nothing", Default with { ComparesAccessPoints = false }),
        Without("no-adversary", "its extractor does not work against the discriminator", Default with { AdversaryStrength = 0 }),
        Without("no-spatial", "its loss knows no distance", Default with { SpatialWeight = 0 }),
        Without("one-predictor", "the first location predictor only", Default with { Predictors = 1 }),
        Without("no-mixing", "no scans mixed between reference points", Default with { InBetweenShare = 0 }),
        Without("no-variation", "no scans varied as another phone would hear them", Default with { Augmentation = null }),
        Without("network", "the network without the radio map", Default with { NetworkTrust = 1, SurveyTrust = 0 }),
        Without("no-network", "the radio map without the network",
            Default with { Epochs = 1, MaximumSteps = 1, NetworkTrust = 0 }),
    ];

    static ItolocMethod Without(string name, string what, Recipe recipe) =>
        new($"itoloc-{name}", Preset.Default, $"ablation: {what}") { Recipe = recipe };
}
