using Itoloc.Evaluation.Baselines;
using Itoloc.Evaluation.Rivals;
using Itoloc.Training;

namespace Itoloc.Evaluation;

/// <summary>The methods that can be compared.</summary>
public static class Methods
{
    static readonly ItolocMethod Default = new("itoloc", Preset.Default, "iToLoc with the choices that work best on real data");

    /// <summary>All methods: iToLoc first, then the rivals.</summary>
    public static IReadOnlyList<IMethod> All { get; } =
    [
        Default,
        new ItolocMethod("itoloc-paper", Preset.Paper, "iToLoc with the paper's hyper-parameters"),
        new ItolocMethod("itoloc-frozen", Preset.Default, "iToLoc's default, never updated") { Updating = null },
        new ItolocMethod(
            "itoloc-map", Preset.Default, "the radio map of iToLoc's default update alone, the network left out")
        {
            // What the network says counts for nothing.
            Recipe = Recipe.Default with { Epochs = 1, MaximumSteps = 1, NetworkTrust = 0 },
            Updating = new() { Retrain = false },
        },
        new FreshSurvey("itoloc-fresh", Default),
        .. Ablations.All,
        KnnMethod.One,
        KnnMethod.Plain,
        KnnMethod.Star,
        KnnMethod.StarFixed,
        new SelfTrainingKnn(),
        new FreshSurvey("knn-star-fresh", KnnMethod.StarFixed),
        new Horus(), new ViViPlus(), new WiDeep(), new CnnLoc(), new Gift(),
        new AcMu(), new Chameleon(), new Will(), new Stone(), new MeanTeacher(),
    ];

    /// <summary>The method of that name, or null.</summary>
    public static IMethod? Find(string name) => All.FirstOrDefault(m => m.Name == name);
}
