using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A room, a corridor or a marked-off part of an open area.</summary>
/// <param name="Name">Unique within the building.</param>
/// <param name="Outline">Corners in metres, in order, not closed; convex, so that straight ways stay inside.</param>
public sealed record Region(string Name, IReadOnlyList<Vector2> Outline)
{
    /// <summary>Area in m².</summary>
    public double Area => Polygon.Area(Outline);

    /// <summary>Whether a point lies inside.</summary>
    public bool Contains(Vector2 point) => Polygon.Contains(Outline, point);
}
