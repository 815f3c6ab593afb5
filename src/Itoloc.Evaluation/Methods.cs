using Itoloc.Evaluation.Baselines;
using Itoloc.Training;

namespace Itoloc.Evaluation;

/// <summary>The methods that can be compared.</summary>
public static class Methods
{
    /// <summary>All methods: iToLoc first, then the rivals.</summary>
    public static IReadOnlyList<IMethod> All { get; } =
    [
        new ItolocMethod("itoloc", Preset.Default, "iToLoc with the choices that work best on real data"),
        new ItolocMethod("itoloc-paper", Preset.Paper, "iToLoc with the paper's hyper-parameters"),
        KnnMethod.Plain,
        KnnMethod.Star,
        KnnMethod.StarFixed,
        new SelfTrainingKnn(),
        new FreshSurveyKnn(),
    ];

    /// <summary>The method of that name, or null.</summary>
    public static IMethod? Find(string name) => All.FirstOrDefault(m => m.Name == name);
}
