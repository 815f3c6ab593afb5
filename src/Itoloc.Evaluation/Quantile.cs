namespace Itoloc.Evaluation;

/// <summary>Quantiles of errors.</summary>
public static class Quantile
{
    /// <summary>
    /// The value below which a share of the errors lies, interpolated linearly between the two order statistics
    /// around position <c>share · (n − 1)</c>.
    /// </summary>
    /// <param name="sorted">The errors, ascending; at least one.</param>
    /// <param name="share">0 (the smallest) to 1 (the largest).</param>
    /// <remarks>Hyndman and Fan 1996, definition 7.</remarks>
    /// <exception cref="ArgumentException"><paramref name="sorted"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not in 0 to 1.</exception>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty)
            throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        if (share is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected 0 to 1.");
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
