namespace Itoloc.Nn;

/// <summary>Learning rates as pure functions of progress.</summary>
public static class LearningRateSchedule
{
    /// <summary>Rises from a tenth over the first steps, then falls along half a cosine to nearly nothing.</summary>
    /// <param name="peak">The highest rate.</param>
    /// <param name="progress">Share of training done, 0 to 1.</param>
    /// <param name="warmUp">Share of training spent rising, 0 to below 1.</param>
    /// <remarks>Loshchilov and Hutter 2017, Eq. 5, with a linear warm-up.</remarks>
    public static float Cosine(double peak, double progress, double warmUp)
    {
        if (progress < warmUp)
            return (float)(peak * (0.1 + 0.9 * progress / warmUp));
        double rest = (progress - warmUp) / (1 - warmUp);
        return (float)(peak * Math.Max(0.001, 0.5 * (1 + Math.Cos(Math.PI * rest))));
    }

    /// <summary>The strength λ of the adversary: 0 at first, rising towards its maximum.</summary>
    /// <param name="maximum">λ at the end.</param>
    /// <param name="progress">Share of training done, 0 to 1.</param>
    /// <remarks>Ganin et al. 2016, Section 5.2.2: 2/(1 + exp(−10·progress)) − 1.</remarks>
    public static float Adversary(double maximum, double progress) =>
        (float)(maximum * (2 / (1 + Math.Exp(-10 * progress)) - 1));
}
