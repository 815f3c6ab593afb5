using Itoloc.Training;

namespace Itoloc.Evaluation;

/// <summary>iToLoc's default without one of its parts each, to see what the part is worth.</summary>
static class Ablations
{
    static readonly Recipe Default = Recipe.Default;

    // What the radio map also brings is not seen in what is left out beside it.
    static readonly Recipe NetworkAlone = Default with { NetworkTrust = 1, SurveyTrust = 0 };

    /// <summary>The paper's own parts first, beside the radio map and in the network alone, then ours.</summary>
    public static IReadOnlyList<IMethod> All { get; } =
    [
        .. PapersParts("", Default),
        Without("network", "the network without the radio map", NetworkAlone),
        .. PapersParts("network-", NetworkAlone),
        Without("no-mixing", "no scans mixed between reference points", Default with { InBetweenShare = 0 }),
        Without("no-variation", "no scans varied as another phone would hear them", Default with { Augmentation = null }),
        Without("no-network", "the radio map without the network",
            Default with { Epochs = 1, MaximumSteps = 1, NetworkTrust = 0 }),
    ];

    static IEnumerable<ItolocMethod> PapersParts(string from, Recipe whole) =>
    [
        Without($"{from}vector", "its images only lay the levels out, and compare nothing", whole with { ComparesAccessPoints = false }),
        Without($"{from}no-adversary", "its extractor does not work against the discriminator", whole with { AdversaryStrength = 0 }),
        Without($"{from}no-spatial", "its loss knows no distance", whole with { SpatialWeight = 0 }),
        Without($"{from}one-predictor", "the first location predictor only", whole with { Predictors = 1 }),
    ];

    static ItolocMethod Without(string name, string what, Recipe recipe) =>
        new($"itoloc-{name}", Preset.Default, $"ablation: {what}") { Recipe = recipe };
}
