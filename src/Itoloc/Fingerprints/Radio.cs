namespace Itoloc.Fingerprints;

/// <summary>A radio with several networks (virtual access points), where each network is a feature of its own.</summary>
static class Radio
{
    /// <summary>At what level a scan hears a radio.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <param name="networks">The features that are the radio's networks.</param>
    /// <returns>The mean of those heard, in dBm; NaN where none is.</returns>
    public static float Level(ReadOnlySpan<float> fingerprint, ReadOnlySpan<int> networks)
    {
        double sum = 0;
        int heard = 0;
        foreach (int network in networks)
        {
            if (float.IsNaN(fingerprint[network]))
                continue;
            sum += fingerprint[network];
            heard++;
        }
        return heard == 0 ? float.NaN : (float)(sum / heard);
    }
}
