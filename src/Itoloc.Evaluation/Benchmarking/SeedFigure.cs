namespace Itoloc.Evaluation.Benchmarking;

/// <summary>A figure over several seeds.</summary>
/// <param name="Value">Mean over the seeds.</param>
/// <param name="Spread">Standard deviation over the seeds (n − 1); 0 for one seed or a method that uses none.</param>
public sealed record SeedFigure(double Value, double Spread)
{
    /// <summary>Sums up one value a seed; null when there is none.</summary>
    public static SeedFigure? Of(IReadOnlyList<double> perSeed)
    {
        if (perSeed.Count == 0)
            return null;
        double mean = perSeed.Average();
        double squares = perSeed.Sum(value => (value - mean) * (value - mean));
        return new(mean, perSeed.Count == 1 ? 0 : Math.Sqrt(squares / (perSeed.Count - 1)));
    }
}
