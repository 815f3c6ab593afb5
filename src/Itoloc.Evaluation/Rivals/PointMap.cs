using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>A radio map that can be rewritten: the level of every access point at every reference point.</summary>
sealed class PointMap
{
    readonly Dictionary<string, int> _columns;

    PointMap(IReadOnlyList<ReferencePoint> points, string[] names, float[][] levels)
    {
        (Points, Names, Levels) = (points, names, levels);
        _columns = names.Index().ToDictionary(name => name.Item, name => name.Index);
    }

    /// <summary>The reference points.</summary>
    public IReadOnlyList<ReferencePoint> Points { get; }

    /// <summary>The access points.</summary>
    public string[] Names { get; }

    /// <summary>[points][access points] in dBm; −105 where not heard, NaN where not known.</summary>
    public float[][] Levels { get; }

    /// <summary>The mean levels of a survey.</summary>
    public static PointMap Of(FingerprintSurvey survey)
    {
        var statistics = new PointStatistics(survey);
        return new(
            survey.Points, [.. survey.Names],
            [.. Enumerable.Range(0, survey.Points.Count).Select(point =>
                (float[])[.. Enumerable.Range(0, survey.Columns).Select(column => statistics.Mean[point, column])])]);
    }

    /// <summary>A copy to rewrite, with room for more access points.</summary>
    /// <param name="newcomers">The access points.</param>
    /// <param name="level">Their level everywhere until it is written: not heard, or NaN.</param>
    public PointMap Copy(IEnumerable<string> newcomers, float level)
    {
        string[] names = [.. Names, .. newcomers];
        return new(Points, names, [.. Levels.Select(row =>
            (float[])[.. row, .. Enumerable.Repeat(level, names.Length - row.Length)])]);
    }

    /// <summary>A scan's levels over the map's access points in dBm; −105 where not heard, and how many are
    /// heard.</summary>
    public (float[] Levels, int Heard) Read(Scan scan)
    {
        float[] levels = new float[Names.Length];
        Array.Fill(levels, PointStatistics.Silence);
        int heard = 0;
        foreach (var reading in scan.Readings)
        {
            if (!_columns.TryGetValue(reading.AccessPoint, out int column))
                continue;
            levels[column] = Math.Max(reading.RssiDbm, PointStatistics.Silence);
            heard++;
        }
        return (levels, heard);
    }

    /// <summary>The Euclidean distance of a scan's levels from a point's, over those that are known there.</summary>
    public double Distance(int point, float[] levels)
    {
        float[] own = Levels[point];
        float squares = 0;
        for (int column = 0; column < own.Length; column++)
        {
            float apart = float.IsNaN(own[column]) ? 0 : own[column] - levels[column];
            squares += apart * apart;
        }
        return Math.Sqrt(squares);
    }

    /// <summary>The points whose levels are nearest by Euclidean distance, weighted by 1 / distance, nearest
    /// first.</summary>
    public WeightedPoint[] Nearest(float[] levels, int count)
    {
        double[] nearness = new double[Points.Count];
        for (int point = 0; point < nearness.Length; point++)
            nearness[point] = 1 / (0.1 + Distance(point, levels));
        return PlaceVote.Largest(nearness, count);
    }

    /// <summary>Access points heard in at least so many of the scans and not on the map, in ordinal order.</summary>
    public IReadOnlyList<string> Newcomers(IReadOnlyList<Scan> scans, int least) =>
    [
        .. scans.SelectMany(scan => scan.Readings).Select(reading => reading.AccessPoint)
            .Where(name => !_columns.ContainsKey(name)).GroupBy(name => name)
            .Where(group => group.Count() >= least).Select(group => group.Key).Order(StringComparer.Ordinal),
    ];
}
