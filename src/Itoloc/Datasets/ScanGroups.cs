using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>Puts readings that come one a line, in any order, together into scans; holds one file's readings.</summary>
/// <typeparam name="TKey">What the readings of one scan have in common.</typeparam>
sealed class ScanGroups<TKey>(ReadingCollector readings) where TKey : notnull
{
    readonly Dictionary<TKey, List<(string? AccessPoint, double RssiDbm)>> _groups = [];
    readonly List<TKey> _keys = [];

    /// <summary>The keys, in the order of their first reading.</summary>
    public IReadOnlyList<TKey> Keys => _keys;

    /// <summary>Adds a reading to its scan; one that is dropped still makes the scan known.</summary>
    public void Add(TKey key, string? canonical, double rssiDbm)
    {
        if (!_groups.TryGetValue(key, out List<(string? AccessPoint, double RssiDbm)>? group))
        {
            _groups.Add(key, group = []);
            _keys.Add(key);
        }
        group.Add((canonical, rssiDbm));
    }

    /// <summary>The readings of one scan.</summary>
    public Reading[] Take(TKey key)
    {
        foreach ((string? accessPoint, double rssiDbm) in _groups[key]) readings.Add(accessPoint, rssiDbm);
        return readings.Take();
    }
}
