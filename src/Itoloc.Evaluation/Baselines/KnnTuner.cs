using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>Chooses scale, k and grouping by holding out parts of the survey in turn.</summary>
static class KnnTuner
{
    /// <summary>
    /// The combination with the smallest mean 2-D error on held-out rows, each part counting once, provided that its
    /// gain over the standard one exceeds the gain's standard error over the parts; else the standard one.
    /// </summary>
    /// <param name="survey">Labelled scans.</param>
    /// <param name="standard">What to do unless the survey says better.</param>
    /// <param name="scales">Scales to try.</param>
    /// <param name="neighbours">Values of k to try.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <remarks>
    /// Five phones cannot tell dozens of combinations apart: the plain minimum follows the oddest of them and does
    /// worse on the next phone. Held-out rows on a floor that no other part surveyed are left out: no choice could
    /// answer them.
    /// </remarks>
    public static KnnChoice Choose(
        IReadOnlyList<Scan> survey, KnnChoice standard, IReadOnlyList<SignalScale> scales,
        IReadOnlyList<int> neighbours, MethodContext context)
    {
        var parts = SurveyParts.Of(survey).Parts;
        var errors = new Dictionary<KnnChoice, List<double>>();
        foreach (bool isGrouped in (bool[])[false, true])
        {
            var columns = new AccessPointColumns(survey, isGrouped);
            ColumnReading[][] fingerprints = [.. survey.Select(columns.Read)];
            foreach (var scale in scales)
            {
                foreach (int k in neighbours)
                    errors.Add(new(scale, k, isGrouped), []);
                foreach (int[] part in parts)
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    double[]? means = MeanErrors(survey, fingerprints, columns.Count, part, scale, neighbours);
                    for (int i = 0; means is not null && i < means.Length; i++)
                        errors[new(scale, neighbours[i], isGrouped)].Add(means[i]);
                }
                context.Progress?.Report((double)errors.Count / (2 * scales.Count * neighbours.Count));
            }
        }
        var best = errors.Keys.MinBy(choice => errors[choice].DefaultIfEmpty().Average());
        return IsClearGain(errors[standard], errors[best]) ? best : standard;
    }

    /// <summary>Whether errors fell by more than the standard error of the gain over the parts.</summary>
    internal static bool IsClearGain(List<double> standard, List<double> other)
    {
        if (standard.Count < 2)
            return false;
        double[] gains = [.. standard.Zip(other, (s, o) => s - o)];
        double mean = gains.Average();
        double variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1);
        return mean > Math.Sqrt(variance / gains.Length);
    }

    /// <summary>The part's mean error for each k; null when no row of the part can be answered.</summary>
    static double[]? MeanErrors(
        IReadOnlyList<Scan> survey, ColumnReading[][] fingerprints, int columns, int[] part, SignalScale scale,
        IReadOnlyList<int> neighbours)
    {
        int[] rest = [.. Enumerable.Range(0, survey.Count).Except(part)];
        var surveyed = rest.Select(row => (survey[row].Building, survey[row].Floor)).ToHashSet();
        var map = new RadioMap([.. rest.Select(row => fingerprints[row])], columns, scale);
        int[] nearest = new int[Math.Min(neighbours.Max(), rest.Length)];
        double[] sums = new double[neighbours.Count];
        int answered = 0;
        foreach (int row in part)
        {
            var truth = survey[row];
            if (!surveyed.Contains((truth.Building, truth.Floor)) || !map.FindNearest(fingerprints[row], nearest))
                continue;
            answered++;
            for (int i = 0; i < neighbours.Count; i++)
            {
                var answer = NeighbourVote.Estimate(nearest.Take(neighbours[i]).Select(n => survey[rest[n]]));
                sums[i] += new LocatedScan(truth, answer).ErrorMetres;
            }
        }
        return answered == 0 ? null : [.. sums.Select(sum => sum / answered)];
    }
}
