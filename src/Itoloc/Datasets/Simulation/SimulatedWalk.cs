using Itoloc.Fingerprints;

namespace Itoloc.Datasets.Simulation;

/// <summary>A walk through a simulated building, with what the phone's sensors say of it.</summary>
/// <param name="Scans">The scans in order of time, with the true places.</param>
/// <param name="Moves">The displacement from each scan to the next in metres as dead reckoning has it, with its errors;
/// one fewer than scans. x and y along the plan's axes, as far as the compass knows them.</param>
public sealed record SimulatedWalk(IReadOnlyList<Scan> Scans, IReadOnlyList<(double X, double Y)> Moves);
