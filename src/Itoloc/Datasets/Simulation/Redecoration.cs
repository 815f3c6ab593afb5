using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A part of the building is rebuilt: other walls, other things that throw shadows.</summary>
/// <param name="Day">The day after the survey from which on it is as rebuilt.</param>
/// <param name="Area">Corners of the part in metres, in order, not closed.</param>
/// <param name="Walls">All walls of the building afterwards.</param>
public sealed record Redecoration(int Day, IReadOnlyList<Vector2> Area, IReadOnlyList<Wall> Walls)
{
    /// <summary>Whether a place lies in the part.</summary>
    public bool Contains(Vector2 point) => Polygon.Contains(Area, point);
}
