using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>k nearest neighbours in signal, tuned inside the survey.</summary>
sealed class KnnMethod : IMethod
{
    /// <summary>kNN* as it is known to do well everywhere.</summary>
    internal static readonly KnnChoice StarStandard = new(SignalScale.Exponential, 9, IsGrouped: false);

    readonly KnnChoice _standard;
    readonly SignalScale[] _scales;
    readonly int[] _neighbours;

    KnnMethod(string name, string description, KnnChoice standard, SignalScale[] scales, int[] neighbours)
    {
        (Name, Description, _standard, _scales, _neighbours) = (name, description, standard, scales, neighbours);
        Tuning = IsTuned
            ? $"{string.Join(" | ", scales.Select(s => s.Name))}; k = {string.Join(" | ", neighbours)}; BSSIDs apart | "
                + "grouped; each device (else month, else fifth of the points) of the survey held out in turn; "
                + $"{standard} unless the best gains more than one standard error"
            : $"nothing: {standard}";
    }

    /// <summary>RADAR: Euclidean distance on dBm.</summary>
    public static KnnMethod Plain { get; } = new(
        "knn", "k nearest neighbours by Euclidean distance on dBm",
        new(SignalScale.DbmAbove105, 5, IsGrouped: false),
        [SignalScale.DbmAbove105, SignalScale.DbmAbove100], [1, 3, 5, 9]);

    /// <summary>The least that a rival must reach.</summary>
    public static KnnMethod One { get; } = new(
        "nn", "the nearest scan by Euclidean distance on dBm", new(SignalScale.DbmAbove105, 1, IsGrouped: false), [], []);

    /// <summary>The rival to beat.</summary>
    public static KnnMethod Star { get; } = new(
        "knn-star", "k nearest neighbours by Sørensen distance on a tuned scale (Torres-Sospedra et al. 2015)",
        StarStandard,
        [SignalScale.Exponential, SignalScale.SteppedExponential, SignalScale.Powed, SignalScale.Positive],
        [3, 5, 9, 13]);

    /// <summary>The rival as it is known to do well everywhere, untuned.</summary>
    public static KnnMethod StarFixed { get; } = new(
        "knn-star-fixed", "9 nearest neighbours by Sørensen distance on exponential signal", StarStandard, [], []);

    public string Name { get; }

    public string Description { get; }

    public string Tuning { get; }

    public bool IsDeterministic => true;

    bool IsTuned => _scales.Length > 0;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var labelled = Labelled(survey);
        if (!IsTuned)
            return new(new KnnLocalizer(labelled, _standard));
        var choice = KnnTuner.Choose(labelled, _standard, _scales, _neighbours, context);
        return new(new KnnLocalizer(labelled, choice), choice.ToString());
    }

    /// <summary>The scans of a survey that can be matched.</summary>
    /// <exception cref="ArgumentException">None hears anything.</exception>
    internal static Scan[] Labelled(IReadOnlyList<Scan> survey)
    {
        Scan[] labelled = [.. survey.Where(scan => scan.IsLabelled)];
        return labelled.Any(scan => scan.Readings.Count > 0)
            ? labelled
            : throw new ArgumentException("The survey has no labelled scan that hears anything.", nameof(survey));
    }
}
