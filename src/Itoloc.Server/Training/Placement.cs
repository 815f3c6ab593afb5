using Itoloc.Fingerprints;
using Itoloc.Server.Sites;

namespace Itoloc.Server.Training;

/// <summary>
/// Completes the labels of a survey: a point inside a drawn region is of that region; a scan that names only a region
/// is placed where that region is.
/// </summary>
/// <remarks>
/// A region that was neither drawn nor surveyed by points has no place. Training needs one, so such regions are put on
/// a floor of their own, <see cref="UnplacedFloor"/>, far enough apart not to be mixed; answers name the region and no
/// position.
/// </remarks>
sealed class Placement
{
    /// <summary>The floor on which regions without a place are put.</summary>
    public const string UnplacedFloor = "~unplaced";

    /// <summary>Farther than answers mix places, in metres.</summary>
    const double Apart = 20;

    readonly IReadOnlyList<DrawnRegion> _drawn;

    public Placement(IReadOnlyList<DrawnRegion> drawn) => _drawn = drawn;

    /// <summary>The survey with every label as complete as it can be, in the same order.</summary>
    public IReadOnlyList<Scan> Complete(IReadOnlyList<Scan> survey)
    {
        Scan[] withRegions = [.. survey.Select(scan => scan.IsLabelled ? scan with { Region = scan.Region ?? RegionAt(scan) } : scan)];
        Dictionary<string, (string? Building, string? Floor, double X, double Y)> surveyed = withRegions
            .Where(scan => scan.IsLabelled && scan.Region is not null)
            .GroupBy(scan => scan.Region!)
            .ToDictionary(
                group => group.Key,
                group => (group.First().Building, group.First().Floor, group.Average(scan => scan.X!.Value), group.Average(scan => scan.Y!.Value)));
        string[] unplaced = [.. withRegions
            .Where(scan => !scan.IsLabelled).Select(scan => scan.Region!).Distinct()
            .Where(region => !surveyed.ContainsKey(region) && Drawn(region) is null)
            .Order(StringComparer.Ordinal)];
        return [.. withRegions.Select(scan => scan.IsLabelled ? scan : Place(scan))];

        Scan Place(Scan scan)
        {
            if (Drawn(scan.Region!) is { } drawn)
            {
                (double x, double y) = drawn.Polygon.Centre;
                return scan with { Building = drawn.Building, Floor = drawn.Floor, X = x, Y = y };
            }
            if (surveyed.TryGetValue(scan.Region!, out var place))
                return scan with { Building = place.Building, Floor = place.Floor, X = place.X, Y = place.Y };
            return scan with { Building = null, Floor = UnplacedFloor, X = Apart * Array.IndexOf(unplaced, scan.Region), Y = 0 };
        }
    }

    string? RegionAt(Scan scan) => _drawn.FirstOrDefault(region =>
        region.Building == scan.Building && region.Floor == scan.Floor && region.Polygon.Contains(scan.X!.Value, scan.Y!.Value))?.Name;

    DrawnRegion? Drawn(string name) => _drawn.FirstOrDefault(region => region.Name == name);
}
