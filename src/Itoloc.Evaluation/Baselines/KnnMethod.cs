using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>k nearest neighbours in signal, tuned inside the survey.</summary>
sealed class KnnMethod : IMethod
{
    readonly SignalScale[] _scales;
    readonly int[] _neighbours;
    readonly KnnChoice? _fixed;

    KnnMethod(string name, string description, SignalScale[] scales, int[] neighbours)
    {
        (Name, Description, _scales, _neighbours) = (name, description, scales, neighbours);
        Tuning = $"{string.Join(" | ", scales.Select(s => s.Name))}; k = {string.Join(" | ", neighbours)}; "
            + "BSSIDs grouped | apart; least mean error with each device (else month, else fifth of the points) of the "
            + "survey held out in turn";
    }

    KnnMethod(string name, string description, KnnChoice choice) =>
        (Name, Description, Tuning, _scales, _neighbours, _fixed) =
        (name, description, $"nothing: {choice}", [choice.Scale], [choice.K], choice);

    /// <summary>RADAR: Euclidean distance on dBm.</summary>
    public static KnnMethod Plain { get; } = new(
        "knn", "k nearest neighbours by Euclidean distance on dBm",
        [SignalScale.DbmAbove105, SignalScale.DbmAbove100], [1, 3, 5, 9]);

    /// <summary>The rival to beat.</summary>
    public static KnnMethod Star { get; } = new(
        "knn-star", "k nearest neighbours by Sørensen distance on a tuned scale (Torres-Sospedra et al. 2015)",
        [SignalScale.Exponential, SignalScale.SteppedExponential, SignalScale.Powed, SignalScale.Positive],
        [3, 5, 9, 13]);

    /// <summary>The rival as it is known to do well everywhere, untuned.</summary>
    public static KnnMethod StarFixed { get; } = new(
        "knn-star-fixed", "9 nearest neighbours by Sørensen distance on exponential signal",
        new KnnChoice(SignalScale.Exponential, 9, IsGrouped: false));

    public string Name { get; }

    public string Description { get; }

    public string Tuning { get; }

    public bool IsDeterministic => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        Scan[] labelled = [.. survey.Where(scan => scan.IsLabelled)];
        if (!labelled.Any(scan => scan.Readings.Count > 0))
            throw new ArgumentException("The survey has no labelled scan that hears anything.", nameof(survey));
        var choice = _fixed ?? KnnTuner.Choose(labelled, _scales, _neighbours, context);
        return new(new KnnLocalizer(labelled, choice), _fixed is null ? choice.ToString() : null);
    }
}
