using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>A method on a new labelled survey at every step: what updating without labels is measured against.</summary>
sealed class FreshSurvey(string name, IMethod method) : IMethod
{
    public string Name => name;

    public string Description => $"{method.Name} on a fresh labelled survey at every step: a ceiling, not a rival";

    public string Tuning => method.Tuning;

    public bool IsDeterministic => method.IsDeterministic;

    public bool UsesLaterLabels => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context) =>
        method.Train(survey, context) with
        {
            Note = $"{survey.Count} labelled scans",
            Update = null,
            Resurvey = Train,
        };
}
