namespace Itoloc.Evaluation.Rivals;

/// <summary>A reference point and how much an answer rests on it.</summary>
/// <param name="Point">Its number.</param>
/// <param name="Weight">At least 0.</param>
readonly record struct WeightedPoint(int Point, double Weight);

/// <summary>Turns weighted reference points into an answer.</summary>
static class PlaceVote
{
    /// <summary>
    /// The floor (building and floor jointly) with the most weight and the weighted mean of its points; the region with
    /// the most weight there. Weights that are all 0 count alike.
    /// </summary>
    /// <param name="points">The survey's points.</param>
    /// <param name="weights">At least one.</param>
    public static LocationEstimate Estimate(IReadOnlyList<ReferencePoint> points, IEnumerable<WeightedPoint> weights)
    {
        var floor = weights.GroupBy(w => (points[w.Point].Building, points[w.Point].Floor))
            .MaxBy(group => group.Sum(w => w.Weight))!;
        double total = floor.Sum(w => w.Weight);
        double Share(WeightedPoint w) => total > 0 ? w.Weight / total : 1.0 / floor.Count();
        return new()
        {
            Known = true,
            Building = floor.Key.Building,
            Floor = floor.Key.Floor,
            Region = floor.GroupBy(w => points[w.Point].Region).MaxBy(group => group.Sum(Share))!.Key,
            X = floor.Sum(w => Share(w) * points[w.Point].X),
            Y = floor.Sum(w => Share(w) * points[w.Point].Y),
        };
    }

    /// <summary>The largest weights, largest first, the lower number first among equals.</summary>
    /// <param name="weights">The weight of every point.</param>
    /// <param name="count">How many; fewer where there are fewer points.</param>
    public static WeightedPoint[] Largest(ReadOnlySpan<double> weights, int count)
    {
        Span<WeightedPoint> best = new WeightedPoint[Math.Min(count, weights.Length)];
        best.Fill(new(-1, double.NegativeInfinity));
        for (int point = 0; point < weights.Length; point++)
        {
            if (!(weights[point] > best[^1].Weight))
                continue;
            int place = best.Length - 1;
            for (; place > 0 && weights[point] > best[place - 1].Weight; place--)
                best[place] = best[place - 1];
            best[place] = new(point, weights[point]);
        }
        return [.. best.ToArray().Where(w => w.Point >= 0)];
    }

    /// <summary>The most likely points with their probabilities, from log-likelihoods up to a constant.</summary>
    public static WeightedPoint[] MostLikely(ReadOnlySpan<double> logLikelihoods, int count)
    {
        var best = Largest(logLikelihoods, count);
        return [.. best.Select(w => w with { Weight = Math.Exp(w.Weight - best[0].Weight) })];
    }
}
