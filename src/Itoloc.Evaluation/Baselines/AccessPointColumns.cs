using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>What a survey heard, numbered as columns of its fingerprints.</summary>
sealed class AccessPointColumns
{
    readonly AccessPointIndex _index;

    /// <summary>Numbers what a survey heard.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="isGrouped">One column a radio, its BSSIDs grouped; else one column a BSSID.</param>
    public AccessPointColumns(IReadOnlyList<Scan> survey, bool isGrouped) =>
        _index = isGrouped ? AccessPointIndex.Build(survey) : AccessPointIndex.BuildApart(survey);

    /// <summary>Number of columns.</summary>
    public int Count => _index.Count;

    /// <summary>What a scan heard of the survey's access points, in column order.</summary>
    public ColumnReading[] Read(Scan scan)
    {
        float[] rssiDbm = new float[Count];
        _index.Read(scan, rssiDbm);
        return [.. rssiDbm.Index().Where(r => !float.IsNaN(r.Item)).Select(r => new ColumnReading(r.Index, r.Item))];
    }
}
