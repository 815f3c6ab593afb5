namespace Itoloc.Nn;

/// <summary>First values of weights.</summary>
public static class Initializer
{
    /// <summary>Normal values with the variance that keeps signals level through leaky rectifiers.</summary>
    /// <param name="weights">Filled.</param>
    /// <param name="fanIn">Inputs to each output.</param>
    /// <param name="slope">Slope of the rectifier below zero; 1 where none follows.</param>
    /// <param name="random">The seeded source.</param>
    /// <remarks>He et al. 2015, Eq. 15: variance 2 / ((1 + slope²) · fan-in).</remarks>
    public static void He(Span<float> weights, int fanIn, double slope, Random random)
    {
        double deviation = Math.Sqrt(2 / ((1 + slope * slope) * fanIn));
        for (int i = 0; i < weights.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            weights[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }
}
