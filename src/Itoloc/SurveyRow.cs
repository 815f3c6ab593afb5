namespace Itoloc;

/// <summary>Where, when and by which device a labelled fingerprint of the model was taken.</summary>
/// <param name="Building">The building, if named.</param>
/// <param name="Floor">The floor, if named.</param>
/// <param name="Region">The region, if named.</param>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="Device">The device, if known.</param>
/// <param name="Time">UTC, if known.</param>
public sealed record SurveyRow(
    string? Building, string? Floor, string? Region, double X, double Y, string? Device, DateTimeOffset? Time)
{
    /// <summary>How far from here a position is, in metres.</summary>
    internal double DistanceTo(double x, double y) => Math.Sqrt((X - x) * (X - x) + (Y - y) * (Y - y));

    /// <summary>By how much an answer to this row is wrong, in metres.</summary>
    internal double ErrorOf(PositionReader.Position answer) => DistanceTo(answer.X, answer.Y);
}
