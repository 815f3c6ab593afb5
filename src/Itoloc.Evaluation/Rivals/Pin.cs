namespace Itoloc.Evaluation.Rivals;

/// <summary>A resting phone whose place is known: fresh levels at a reference point, in AcMu.</summary>
/// <param name="Point">The reference point.</param>
/// <param name="Levels">Over the map's access points in dBm, −105 where not heard; the mean of its scans.</param>
readonly record struct Pin(int Point, float[] Levels);
