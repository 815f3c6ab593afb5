using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>How a phone is held when it scans.</summary>
/// <param name="Position">In metres, in the floor's plane.</param>
/// <param name="Heading">Where its owner looks, in radians, counter-clockwise from the x axis.</param>
/// <param name="Time">When.</param>
/// <param name="Visit">Scans with the same value are taken without moving, so they share the multipath.</param>
readonly record struct Pose(Vector2 Position, double Heading, DateTimeOffset Time, Seed Visit);
