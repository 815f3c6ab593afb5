using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>kNN* on a new labelled survey at every step: what updating without labels is measured against.</summary>
sealed class FreshSurveyKnn : IMethod
{
    public string Name => "knn-star-fresh";

    public string Description => "knn-star-fixed on a fresh labelled survey at every step: a ceiling, not a rival";

    public string Tuning => $"nothing: {KnnMethod.StarStandard}";

    public bool IsDeterministic => true;

    public bool UsesLaterLabels => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context) =>
        new(new KnnLocalizer(KnnMethod.Labelled(survey), KnnMethod.StarStandard))
        {
            Note = $"{survey.Count} labelled scans",
            Resurvey = Train,
        };
}
