using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>Turns the nearest surveyed scans into an answer.</summary>
static class NeighbourVote
{
    /// <summary>
    /// The floor (building and floor jointly) that most neighbours stand on, and the plain mean of the neighbours on
    /// it; the region that most of those stand in. Of equals, the one with the nearer neighbour wins.
    /// </summary>
    /// <param name="neighbours">Labelled scans, nearest first; at least one.</param>
    public static LocationEstimate Estimate(IEnumerable<Scan> neighbours)
    {
        // GroupBy keeps the order of first appearance and MaxBy returns the first maximum: nearest wins a tie.
        var floor = neighbours.GroupBy(scan => (scan.Building, scan.Floor)).MaxBy(group => group.Count())!;
        return new()
        {
            Known = true,
            Building = floor.Key.Building,
            Floor = floor.Key.Floor,
            Region = floor.GroupBy(scan => scan.Region).MaxBy(group => group.Count())!.Key,
            X = floor.Average(scan => scan.X!.Value),
            Y = floor.Average(scan => scan.Y!.Value),
        };
    }
}
