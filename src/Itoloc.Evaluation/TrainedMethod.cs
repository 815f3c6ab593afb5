using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>A method after it has seen a survey.</summary>
/// <param name="Localizer">Answers scans.</param>
/// <param name="Choice">What tuning inside the survey chose, such as "k = 9"; null where nothing was tuned.</param>
public sealed record TrainedMethod(ILocalizer Localizer, string? Choice = null)
{
    /// <summary>
    /// Takes in the unlabelled scans of one step and gives the method as it then is, itself ready for the next step;
    /// null where the method stays as it was trained.
    /// </summary>
    public Func<IReadOnlyList<Scan>, MethodContext, TrainedMethod>? Update { get; init; }

    /// <summary>
    /// Takes in a labelled survey of one step. Only for methods that say so (<see cref="IMethod.UsesLaterLabels"/>):
    /// ceilings that no updating without labels can be asked to reach.
    /// </summary>
    public Func<IReadOnlyList<Scan>, MethodContext, TrainedMethod>? Resurvey { get; init; }

    /// <summary>What the last update did and why, in one line; null where there was none.</summary>
    public string? Note { get; init; }
}
