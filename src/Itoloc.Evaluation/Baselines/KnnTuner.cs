using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>Chooses scale, k and grouping by holding out parts of the survey.</summary>
static class KnnTuner
{
    /// <summary>The combination with the smallest mean 2-D error over all held-out rows; the first among equals.</summary>
    /// <param name="survey">Labelled scans.</param>
    /// <param name="scales">Scales to try.</param>
    /// <param name="neighbours">Values of k to try.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <remarks>Held-out rows on a floor that no other part surveyed are left out: no choice could answer them.</remarks>
    public static KnnChoice Choose(
        IReadOnlyList<Scan> survey, IReadOnlyList<SignalScale> scales, IReadOnlyList<int> neighbours,
        MethodContext context)
    {
        var parts = SurveyParts.Of(survey).Parts;
        var best = new KnnChoice(scales[0], neighbours[0], true);
        double leastError = double.PositiveInfinity;
        int tried = 0;
        foreach (bool isGrouped in (bool[])[true, false])
        {
            var columns = new AccessPointColumns(survey, isGrouped);
            ColumnReading[][] fingerprints = [.. survey.Select(columns.Read)];
            foreach (var scale in scales)
            {
                double[] errors = new double[neighbours.Count];
                foreach (int[] part in parts)
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    AddErrors(survey, fingerprints, columns.Count, part, scale, neighbours, errors);
                }
                int least = Array.IndexOf(errors, errors.Min());
                if (errors[least] < leastError)
                    (best, leastError) = (new(scale, neighbours[least], isGrouped), errors[least]);
                context.Progress?.Report(++tried / (2.0 * scales.Count));
            }
        }
        return best;
    }

    static void AddErrors(
        IReadOnlyList<Scan> survey, ColumnReading[][] fingerprints, int columns, int[] part, SignalScale scale,
        IReadOnlyList<int> neighbours, double[] errors)
    {
        int[] rest = [.. Enumerable.Range(0, survey.Count).Except(part)];
        var surveyed = rest.Select(row => (survey[row].Building, survey[row].Floor)).ToHashSet();
        var map = new RadioMap([.. rest.Select(row => fingerprints[row])], columns, scale);
        int[] nearest = new int[Math.Min(neighbours.Max(), rest.Length)];
        foreach (int row in part)
        {
            var truth = survey[row];
            if (!surveyed.Contains((truth.Building, truth.Floor)) || !map.FindNearest(fingerprints[row], nearest))
                continue;
            for (int i = 0; i < neighbours.Count; i++)
            {
                var answer = NeighbourVote.Estimate(nearest.Take(neighbours[i]).Select(n => survey[rest[n]]));
                errors[i] += new LocatedScan(truth, answer).ErrorMetres;
            }
        }
    }
}
