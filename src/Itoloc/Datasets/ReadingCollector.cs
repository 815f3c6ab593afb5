using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// Collects the readings of one scan after another for every reader: canonical identifiers, values in range, each
/// access point once (the strongest reading counts). What is left out is counted in the report.
/// </summary>
sealed class ReadingCollector(ReadReport report)
{
    /// <summary>
    /// More identifiers than any site has; beyond it the memory is emptied, so that no input can fill it.
    /// </summary>
    const int MaximumRemembered = 1 << 16;

    readonly Dictionary<string, string?> _canonical = [];
    readonly Dictionary<string, int> _position = [];
    readonly List<Reading> _readings = [];

    /// <summary>Where to count what is left out.</summary>
    public ReadReport Report => report;

    /// <summary>The identifier's one spelling, the same string object every time; null when it is unusable.</summary>
    public string? Canonical(string identifier)
    {
        if (_canonical.TryGetValue(identifier, out string? known)) return known;
        string? canonical = Bssid.Canonicalise(identifier, out _);
        if (_canonical.Count >= MaximumRemembered) _canonical.Clear();
        // The canonical spelling is remembered too, so that all spellings share one string.
        if (canonical is not null && !_canonical.TryAdd(canonical, canonical)) canonical = _canonical[canonical];
        _canonical[identifier] = canonical;
        return canonical;
    }

    /// <summary>Adds one reading to the scan being collected.</summary>
    /// <param name="canonical">From <see cref="Canonical"/>; null is counted as a dropped access point.</param>
    /// <param name="rssiDbm">Any number; out of range it is counted as a dropped reading.</param>
    public void Add(string? canonical, double rssiDbm)
    {
        if (canonical is null) report.CountDroppedAccessPoint();
        else if (!Reading.IsValidDbm(rssiDbm)) report.CountDroppedReading();
        else if (_position.TryAdd(canonical, _readings.Count)) _readings.Add(new(canonical, (float)rssiDbm));
        else if (_readings[_position[canonical]].RssiDbm < rssiDbm)
            _readings[_position[canonical]] = new(canonical, (float)rssiDbm);
    }

    /// <summary>Adds the members of a JSON object: identifier → dBm.</summary>
    /// <returns>Null, or what is wrong with the object; what was added by then is to be thrown away.</returns>
    public string? AddObject(JsonElement wifi)
    {
        if (wifi.ValueKind != JsonValueKind.Object) return "wifi is not an object";
        foreach (JsonProperty member in wifi.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Number)
                return $"wifi: the value of {Shorten(member.Name)} is not a number";
            Add(Canonical(member.Name), member.Value.TryGetDouble(out double rssiDbm) ? rssiDbm : double.NaN);
        }
        return null;
    }

    /// <summary>The readings collected, in the order of the source; the collector is empty afterwards.</summary>
    public Reading[] Take()
    {
        Reading[] readings = [.. _readings];
        _readings.Clear();
        _position.Clear();
        return readings;
    }

    static string Shorten(string text) => text.Length <= Bssid.MaximumLength ? text : text[..Bssid.MaximumLength] + "…";
}
