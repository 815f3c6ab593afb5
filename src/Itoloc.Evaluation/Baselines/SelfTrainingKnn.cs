using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>
/// kNN* that labels the scans of each step itself and keeps those it is sure of: the plainest way to update.
/// </summary>
sealed class SelfTrainingKnn : IMethod
{
    /// <summary>
    /// Sure is a scan whose neighbours stand on one floor and spread no farther than those of so many survey scans.
    /// </summary>
    const double SureShare = 0.75;

    public string Name => "knn-star-self";

    public string Description =>
        "knn-star-fixed that adds scans of each step at the place it answers, where its neighbours spread no farther "
        + "than for three quarters of the survey";

    public string Tuning => $"nothing: {KnnMethod.StarStandard}";

    public bool IsDeterministic => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var labelled = KnnMethod.Labelled(survey);
        var knn = new KnnLocalizer(labelled, KnnMethod.StarStandard);
        double[] spreads = [.. labelled.Select(scan => knn.Spread(scan, hasItself: true)).OfType<double>().Order()];
        return Trained(labelled, spreads.Length == 0 ? 0 : Quantile.Of(spreads, SureShare), null);
    }

    static TrainedMethod Trained(IReadOnlyList<Scan> rows, double limit, string? note)
    {
        var knn = new KnnLocalizer(rows, KnnMethod.StarStandard);
        return new(knn) { Note = note, Update = (scans, _) => Update(scans, rows, knn, limit) };
    }

    static TrainedMethod Update(IReadOnlyList<Scan> scans, IReadOnlyList<Scan> rows, KnnLocalizer knn, double limit)
    {
        List<Scan> sure =
        [
            .. from pair in scans.Zip(knn.Locate(scans))
               where pair.Second.Known && knn.Spread(pair.First, hasItself: false) <= limit
               let place = pair.Second
               select pair.First with
               {
                   Building = place.Building,
                   Floor = place.Floor,
                   Region = place.Region,
                   X = place.X,
                   Y = place.Y,
               },
        ];
        return Trained([.. rows, .. sure], limit, $"{sure.Count} of {scans.Count} scans added");
    }
}
