namespace Itoloc.Fingerprints;

/// <summary>The scale on which scans are compared: exponential, and 0 where nothing is heard.</summary>
/// <remarks>
/// Torres-Sospedra et al. 2015, measured from silence: level 0 is the limit of ever weaker readings, so that a barely
/// heard access point and one just out of reach are alike.
/// </remarks>
static class SignalLevel
{
    /// <summary>Just below the weakest reading that phones report.</summary>
    public const float SilenceDbm = -106;

    const float ScaleDb = 24;

    /// <summary>The level of a reading, 0 or more.</summary>
    /// <param name="rssiDbm">dBm, or NaN where not heard.</param>
    public static float Of(float rssiDbm) =>
        float.IsNaN(rssiDbm) ? 0 : Math.Max(MathF.Exp((rssiDbm - SilenceDbm) / ScaleDb) - 1, 0);

    /// <summary>The levels of a fingerprint.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    public static float[] Of(ReadOnlySpan<float> fingerprint)
    {
        float[] levels = new float[fingerprint.Length];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = Of(fingerprint[i]);
        return levels;
    }

    /// <summary>The reading of a level in dBm; NaN below the weakest that counts.</summary>
    public static float ToDbm(float level)
    {
        float dbm = ScaleDb * MathF.Log(level + 1) + SilenceDbm;
        return dbm < FingerprintImage.WeakestDbm ? float.NaN : dbm;
    }
}
