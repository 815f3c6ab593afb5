using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>The access points heard in a survey, numbered as columns of its fingerprints.</summary>
sealed class AccessPointColumns
{
    readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    /// <summary>Numbers the access points of a survey in ordinal order.</summary>
    public AccessPointColumns(IEnumerable<Scan> survey)
    {
        foreach (string accessPoint in survey.SelectMany(scan => scan.Readings).Select(r => r.AccessPoint)
            .Distinct().Order(StringComparer.Ordinal))
            _columns.Add(accessPoint, _columns.Count);
    }

    /// <summary>Number of columns.</summary>
    public int Count => _columns.Count;

    /// <summary>What a scan heard of the survey's access points, in column order.</summary>
    public ColumnReading[] Read(Scan scan)
    {
        var readings = new List<ColumnReading>(scan.Readings.Count);
        foreach (var (accessPoint, dbm) in scan.Readings)
        {
            if (_columns.TryGetValue(accessPoint, out int column))
                readings.Add(new(column, dbm));
        }
        readings.Sort((a, b) => a.Column.CompareTo(b.Column));
        return [.. readings];
    }
}
