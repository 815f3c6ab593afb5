namespace Itoloc.Evaluation.Baselines;

/// <summary>How a reading in dBm becomes a level for matching; an access point not heard has level 0.</summary>
/// <param name="Name">Name in tuning notes.</param>
/// <param name="IsSorensen">Compared by Sørensen distance (levels ≥ 0), not by Euclidean distance.</param>
/// <param name="Level">Level of a reading in dBm.</param>
/// <remarks>Torres-Sospedra et al. 2015, with −106 dBm for their minimum, α = 24 and β = e.</remarks>
sealed record SignalScale(string Name, bool IsSorensen, Func<float, float> Level)
{
    // Below the weakest reading of the common data sets (−105 dBm), so that a heard access point has a level above 0.
    const float Silence = -106;

    /// <summary>Plain dBm, where an access point not heard counts as −105 dBm.</summary>
    public static SignalScale DbmAbove105 { get; } = new("dBm from −105", false, dbm => dbm + 105);

    /// <summary>Plain dBm, where an access point not heard counts as −100 dBm.</summary>
    public static SignalScale DbmAbove100 { get; } = new("dBm from −100", false, dbm => dbm + 100);

    /// <summary>dBm above silence.</summary>
    public static SignalScale Positive { get; } = new("positive", true, dbm => Math.Max(dbm - Silence, 0));

    /// <summary>((dBm + 106) / 106)^e.</summary>
    public static SignalScale Powed { get; } =
        new("powed", true, dbm => MathF.Pow(Math.Max(dbm - Silence, 0) / -Silence, MathF.E));

    /// <summary>exp((dBm + 106) / 24), taken as it stands: a barely heard access point is already at level 1.</summary>
    public static SignalScale SteppedExponential { get; } =
        new("stepped exponential", true, dbm => MathF.Exp((dbm - Silence) / 24));

    /// <summary>
    /// exp((dBm + 106) / 24) − 1: the exponential measured from silence, so that level 0 is its limit.
    /// </summary>
    public static SignalScale Exponential { get; } =
        new("exponential", true, dbm => Math.Max(MathF.Exp((dbm - Silence) / 24) - 1, 0));
}
