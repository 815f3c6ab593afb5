using System.Text.Json;
using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Server.Geolocate;

/// <summary>Access points as the geolocation services' clients list them, and what of them may be used.</summary>
/// <param name="Listed">Access points in the request that are well-formed, opted out or not.</param>
/// <param name="Readings">Those that may be kept, the strongest reading of each.</param>
/// <param name="OptedOut">Those whose name says <c>_nomap</c>.</param>
sealed record WifiReport(int Listed, IReadOnlyList<Reading> Readings, IReadOnlyList<string> OptedOut)
{
    const int MostListed = 2000;

    /// <summary>What is said of an access point whose strength is not.</summary>
    const float UnknownDbm = -90;

    const double StrongestDbm = -10;
    const double WeakestDbm = -100;

    /// <summary>Reads a list. What is wrong in it is left out; the rest counts.</summary>
    /// <param name="list">An array of objects; anything else counts as empty.</param>
    /// <param name="identifier">The member that holds the BSSID.</param>
    /// <param name="strength">The member that holds the dBm.</param>
    public static WifiReport Read(JsonElement? list, string identifier, string strength)
    {
        Dictionary<string, Reading> readings = [];
        SortedSet<string> optedOut = new(StringComparer.Ordinal);
        int listed = 0;
        if (list is not { ValueKind: JsonValueKind.Array } array)
            return new(0, [], []);
        foreach (JsonElement item in array.EnumerateArray().Take(MostListed))
        {
            if (Text(item, identifier) is not { } text || AccessPoint(text) is not { } accessPoint || !IsPlausible(item))
                continue;
            listed++;
            if (Text(item, "ssid") is { } ssid && Ssid.OptsOut(ssid))
                optedOut.Add(accessPoint);
            float rssiDbm = Number(item, strength) is { } dbm and >= WeakestDbm and <= StrongestDbm ? (float)dbm : UnknownDbm;
            if (!readings.TryGetValue(accessPoint, out Reading known) || known.RssiDbm < rssiDbm)
                readings[accessPoint] = new Reading(accessPoint, rssiDbm);
        }
        return new(listed, [.. readings.Values.Where(reading => !optedOut.Contains(reading.AccessPoint))], [.. optedOut]);
    }

    /// <summary>A member's text; null when it is missing, no text, or not valid Unicode.</summary>
    public static string? Text(JsonElement item, string name)
    {
        try
        {
            return item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value)
                && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member's number; null when it is missing or none.</summary>
    public static double? Number(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : null;

    // These services speak of BSSIDs only; any other identifier is a mistake.
    static string? AccessPoint(string text) =>
        Bssid.Canonicalise(text, out _) is { Length: 17 } mac && mac[2] == ':' ? mac : null;

    // 2.4 to 7.125 GHz: the services these clients know end at 5.999, before 6 GHz came.
    static bool IsPlausible(JsonElement item) =>
        Number(item, "frequency") is null or 0 or (>= 2400 and <= 7125) && Number(item, "channel") is null or (>= 0 and <= 233);
}
