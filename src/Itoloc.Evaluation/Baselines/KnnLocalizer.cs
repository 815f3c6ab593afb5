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

    LocationEstimate Locate(Scan scan)
    {
        int[] nearest = new int[_neighbours];
        return _map.FindNearest(_columns.Read(scan), nearest)
            ? NeighbourVote.Estimate(nearest.Select(row => _survey[row]))
            : LocationEstimate.Unknown;
    }
}
