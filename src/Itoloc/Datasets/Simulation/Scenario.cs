using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A building to simulate, as plain data: plan, access points, people and phones.</summary>
public sealed record Scenario
{
    /// <summary>Short name, as on the command line; also the building's name in the scans.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence about the building.</summary>
    public required string Description { get; init; }

    /// <summary>The site its scans carry: says that they are simulated.</summary>
    public string Site => $"simulated-{Name}";

    /// <summary>The floor's name in the scans.</summary>
    public string Floor { get; init; } = "1";

    /// <summary>Corners of the floor in metres, in order, not closed; an atrium within counts as inside.</summary>
    public required IReadOnlyList<Vector2> Outline { get; init; }

    /// <summary>Distance between reference points, in metres.</summary>
    public required float GridMetres { get; init; }

    /// <summary>Rooms and corridors; they tile the surveyed area.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>Outer and inner walls.</summary>
    public required IReadOnlyList<Wall> Walls { get; init; }

    /// <summary>The doors people walk through.</summary>
    public required IReadOnlyList<Door> Doors { get; init; }

    /// <summary>Everything that sends, the neighbours' included.</summary>
    public required IReadOnlyList<AccessPoint> AccessPoints { get; init; }

    /// <summary>How full the building is.</summary>
    public required Occupancy Occupancy { get; init; }

    /// <summary>The phones of the survey.</summary>
    public required IReadOnlyList<Phone> SurveyPhones { get; init; }

    /// <summary>Phones and watches that are only used later.</summary>
    public required IReadOnlyList<Phone> TestPhones { get; init; }

    /// <summary>How access points change after the survey.</summary>
    public Changes Changes { get; init; } = Changes.Default;

    /// <summary>The rebuilding of a part; null where nothing is rebuilt.</summary>
    public Redecoration? Redecoration { get; init; }

    /// <summary>Days from the survey to the last test: the paper's two weeks, or seven months.</summary>
    public int DurationDays { get; init; } = 14;

    /// <summary>Days after the survey that are tested unless others are asked for.</summary>
    public IReadOnlyList<int> TestDays { get; init; } = [1, 3, 7, 14];

    /// <summary>Scans of the survey in the paper's Table I.</summary>
    public required int FullScans { get; init; }

    /// <summary>Scans at each reference point that make up <see cref="FullScans"/>, as nearly as the points allow.</summary>
    public int FullScansPerPoint => (int)Math.Round(FullScans / (double)ReferencePoints().Count);

    /// <summary>The region a point lies in; null outside all of them.</summary>
    public Region? RegionAt(Vector2 point) => Regions.FirstOrDefault(region => region.Contains(point));

    /// <summary>A place drawn evenly from all regions.</summary>
    internal Vector2 PlaceInside(Seed seed) =>
        Polygon.PointWhere(Outline, point => RegionAt(point) is not null, seed);

    /// <summary>The surveyed points: cell centres of the grid that lie in a region, row by row.</summary>
    public IReadOnlyList<Vector2> ReferencePoints()
    {
        (Vector2 min, Vector2 max) = Polygon.Bounds(Outline);
        var points = new List<Vector2>();
        for (float y = min.Y + GridMetres / 2; y < max.Y; y += GridMetres)
        {
            for (float x = min.X + GridMetres / 2; x < max.X; x += GridMetres)
            {
                var point = new Vector2(x, y);
                if (RegionAt(point) is not null)
                    points.Add(point);
            }
        }
        return points;
    }
}
