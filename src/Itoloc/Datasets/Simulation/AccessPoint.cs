using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A box on the ceiling, a neighbour's router, or a phone that shares its connection.</summary>
/// <param name="Name">Unique within the scenario; random numbers hang on it.</param>
/// <param name="Position">In metres, in the floor's plane; may lie outside the building. Ignored when it moves.</param>
/// <param name="FloorsAway">Storeys between it and the simulated floor: 0 on the same floor.</param>
/// <param name="Radios">Its transmitters.</param>
public sealed record AccessPoint(string Name, Vector2 Position, int FloorsAway, IReadOnlyList<Radio> Radios)
{
    /// <summary>Whether it is carried around by somebody, and so comes and goes with the people.</summary>
    public bool Moves { get; init; }

    /// <summary>Whether it belongs to a large network, whose controller sets its power and whose boxes are renewed
    /// together.</summary>
    public bool IsManaged { get; init; }
}
