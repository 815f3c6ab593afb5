using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>What a walking phone's sensors say: when it stood, and how it went from scan to scan.</summary>
/// <param name="Scans">The scans in order of time, without labels.</param>
/// <param name="Moves">
/// The displacement from each scan to the next in metres as dead reckoning has it, one fewer than scans: x and y along
/// the floor's axes, as far as the compass knows them.
/// </param>
public sealed record Walk(IReadOnlyList<Scan> Scans, IReadOnlyList<(double X, double Y)> Moves);
