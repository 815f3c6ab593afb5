namespace Itoloc.Updating;

/// <summary>Diversity augmentation: noise on true labels, so that the three predictors stay different.</summary>
/// <remarks>
/// iToLoc, Eq. 12 and 13: y′_c = y_c + ReLU(z_c·std), z_c standard normal, then y′ is scaled to sum to 1. The paper gives
/// no std. Each class gets 0.4·std on average, so std must fall with the number of classes or the noise buries the label:
/// here std = 0.45/(C − 1), which makes the noise 0.18 in all, as in Tri-net with its ten classes.
/// </remarks>
static class OutputSmearing
{
    const double TotalNoise = 0.45;

    /// <summary>The standard deviation of the noise for a number of classes.</summary>
    public static double DeviationFor(int classes) => TotalNoise / Math.Max(1, classes - 1);

    /// <summary>Smears one label.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="deviation">std of Eq. 12.</param>
    /// <param name="random">The seeded source.</param>
    /// <param name="smeared">[classes]; overwritten, sums to 1.</param>
    public static void Smear(int label, double deviation, Random random, Span<float> smeared)
    {
        double sum = 0;
        for (int c = 0; c < smeared.Length; c++)
        {
            double noise = Math.Max(0, deviation * Normal(random));
            smeared[c] = (float)((c == label ? 1 : 0) + noise);
            sum += smeared[c];
        }
        for (int c = 0; c < smeared.Length; c++)
            smeared[c] = (float)(smeared[c] / sum);
    }

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
