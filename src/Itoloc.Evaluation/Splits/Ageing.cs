namespace Itoloc.Evaluation.Splits;

/// <summary>How a survey is aged artificially: a world that changes from step to step.</summary>
/// <param name="Survives">Share of the access points on the air that are still there a step later.</param>
/// <param name="DriftDb">Standard deviation of a step's change of an access point's power, dB.</param>
/// <param name="ShadowDb">Standard deviation, after all steps, of a change that varies over the floor, dB.</param>
/// <param name="Steps">Number of steps.</param>
sealed record Ageing(double Survives, double DriftDb, double ShadowDb, int Steps)
{
    /// <summary>Half of the access points of each step are gone two steps later, powers and furniture change.</summary>
    public static Ageing Fast { get; } = new(0.75, 2, 3, 6);

    /// <summary>A calmer building.</summary>
    public static Ageing Slow { get; } = new(0.85, 1, 1.5, 6);

    /// <summary>
    /// Slow change over many steps, after which a quarter is left: shows what adds up from step to step.
    /// </summary>
    public static Ageing Long { get; } = new(0.93, 1, 3, 20);
}
