namespace Itoloc.Evaluation;

/// <summary>A floor plan as WILL takes it: rooms and stretches of corridor, and which one can walk between.</summary>
/// <param name="Zones">The zones.</param>
/// <param name="Edges">Pairs of zones that lie next to each other with a way between them.</param>
public sealed record ZonePlan(IReadOnlyList<PlanZone> Zones, IReadOnlyList<(int From, int To)> Edges);

/// <summary>A room or a stretch of corridor.</summary>
/// <param name="Building">Its building, if named.</param>
/// <param name="Floor">Its floor, if named.</param>
/// <param name="Region">Its name as the scans' region; null where they name none.</param>
/// <param name="X">Metres, its middle.</param>
/// <param name="Y">Metres, its middle.</param>
public sealed record PlanZone(string? Building, string? Floor, string? Region, double X, double Y);
