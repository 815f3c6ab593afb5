using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>Makes a rival's choices by holding out parts of the survey in turn, as for k-NN.</summary>
static class SurveyTuner
{
    /// <summary>What tuning is, for the notes beside the results.</summary>
    public const string Note =
        "each device (else month, else fifth of the points) of the survey held out in turn; the first of each unless "
        + "the best gains more than one standard error";

    const int Parts = 6, Questions = 250;

    /// <summary>The choice with the smallest mean error on held-out rows, provided that its gain is clear; else the
    /// first.</summary>
    /// <param name="survey">Labelled scans.</param>
    /// <param name="choices">What there is to choose from, the standard one first.</param>
    /// <param name="train">Trains on a survey what serves every choice.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <remarks>
    /// At most six parts and 250 rows of each, evenly spaced: enough to see a gain, and no rival takes hours over it.
    /// </remarks>
    public static T Choose<T>(
        IReadOnlyList<Scan> survey, IReadOnlyList<T> choices, Func<IReadOnlyList<Scan>, Func<T, ILocalizer>> train,
        MethodContext context)
    {
        Scan[] labelled = KnnMethod.Labelled(survey);
        int[][] parts = [.. SurveyParts.Of(labelled).Parts.OrderByDescending(part => part.Length).Take(Parts)];
        List<double>[] errors = [.. choices.Select(_ => new List<double>())];
        for (int p = 0; p < parts.Length && parts.Length > 1; p++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var held = parts[p].ToHashSet();
            Scan[] rest = [.. labelled.Where((_, row) => !held.Contains(row))];
            Scan[] questions = Answerable(labelled, rest, parts[p]);
            if (questions.Length == 0 || rest.All(scan => scan.Readings.Count == 0))
                continue;
            var trained = train(rest);
            for (int i = 0; i < choices.Count; i++)
                errors[i].Add(MeanError(trained(choices[i]), questions));
            context.Progress?.Report((p + 1.0) / (parts.Length + 1));
        }
        int best = Enumerable.Range(0, choices.Count).MinBy(i => errors[i].DefaultIfEmpty().Average());
        return KnnTuner.IsClearGain(errors[0], errors[best]) ? choices[best] : choices[0];
    }

    static Scan[] Answerable(Scan[] labelled, Scan[] rest, int[] part)
    {
        var floors = rest.Select(scan => (scan.Building, scan.Floor)).ToHashSet();
        Scan[] rows = [.. part.Select(row => labelled[row]).Where(scan => floors.Contains((scan.Building, scan.Floor)))];
        int step = Math.Max(1, rows.Length / Questions);
        return [.. rows.Where((_, i) => i % step == 0)];
    }

    static double MeanError(ILocalizer localizer, Scan[] questions)
    {
        var answers = localizer.Locate([.. questions.Select(scan => scan.WithoutLabels())]);
        return questions.Zip(answers, (truth, answer) => new LocatedScan(truth, answer))
            .Where(located => located.IsAnswered).Select(located => located.ErrorMetres).DefaultIfEmpty().Average();
    }
}
