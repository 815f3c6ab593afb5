namespace Itoloc.Fingerprints;

/// <summary>One access point heard in a scan.</summary>
/// <param name="AccessPoint">
/// BSSID or any other identifier, never empty, in its one spelling (<see cref="Bssid.Canonicalise"/>): all readers
/// deliver it so.
/// </param>
/// <param name="RssiDbm">
/// Received signal strength in dBm, −127 to below 0; fractions occur where a source averages.
/// </param>
public readonly record struct Reading(string AccessPoint, float RssiDbm)
{
    /// <summary>The weakest value that is still a reading, in dBm.</summary>
    public const float MinimumDbm = -127;

    /// <summary>Whether <paramref name="rssiDbm"/> can be a received signal strength: −127 ≤ value &lt; 0.</summary>
    public static bool IsValidDbm(double rssiDbm) => rssiDbm is >= MinimumDbm and < 0;
}
