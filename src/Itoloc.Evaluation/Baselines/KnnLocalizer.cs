using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>
/// Answers with the surveyed scans nearest in signal; declines a scan that hears nothing of the survey.
/// </summary>
sealed class KnnLocalizer : ILocalizer
{
    readonly Scan[] _survey;
    readonly AccessPointColumns _columns;
    readonly RadioMap _map;
    readonly int _neighbours;

    /// <summary>Indexes a survey of labelled scans.</summary>
    public KnnLocalizer(IReadOnlyList<Scan> survey, KnnChoice choice)
    {
        _survey = [.. survey];
        _columns = new(survey, choice.IsGrouped);
        _map = new([.. _survey.Select(_columns.Read)], _columns.Count, choice.Scale);
        _neighbours = Math.Min(choice.K, _survey.Length);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) => [.. scans.Select(Locate)];

    /// <summary>How far apart the nearest scans stand: root mean square distance from their mean, in metres.</summary>
    /// <param name="scan">Any scan.</param>
    /// <param name="hasItself">Whether the scan is one of the survey, and its nearest neighbour therefore itself.</param>
    /// <returns>Null when they stand on several floors, or nothing is heard in common.</returns>
    public double? Spread(Scan scan, bool hasItself)
    {
        int[] nearest = new int[Math.Min(_neighbours + (hasItself ? 1 : 0), _survey.Length)];
        if (!_map.FindNearest(_columns.Read(scan), nearest))
            return null;
        Scan[] near = [.. nearest.Skip(hasItself ? 1 : 0).Select(row => _survey[row])];
        if (near.Length == 0 || near.Any(other => (other.Building, other.Floor) != (near[0].Building, near[0].Floor)))
            return null;
        double x = near.Average(other => other.X!.Value), y = near.Average(other => other.Y!.Value);
        return Math.Sqrt(near.Average(other => Math.Pow(other.X!.Value - x, 2) + Math.Pow(other.Y!.Value - y, 2)));
    }

    LocationEstimate Locate(Scan scan)
    {
        int[] nearest = new int[_neighbours];
        return _map.FindNearest(_columns.Read(scan), nearest)
            ? NeighbourVote.Estimate(nearest.Select(row => _survey[row]))
            : LocationEstimate.Unknown;
    }
}
