using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>A labelled scan and what was answered to it.</summary>
/// <param name="Truth">Where the scan was really taken.</param>
/// <param name="Estimate">Where a localizer says it was taken.</param>
public readonly record struct LocatedScan(Scan Truth, LocationEstimate Estimate)
{
    /// <summary>Whether the answer has a position.</summary>
    public bool IsAnswered => Estimate is { Known: true, X: not null, Y: not null };

    /// <summary>Distance on the plan in metres, whatever the floor; the scan must be labelled and answered.</summary>
    public double ErrorMetres => Distance(Estimate.X!.Value, Estimate.Y!.Value);

    /// <summary>Whether the answer names the building the truth names.</summary>
    public bool HitsBuilding => Estimate.Known && Estimate.Building == Truth.Building;

    /// <summary>
    /// Whether the answer names the floor the truth names, in the right building where the truth names one.
    /// </summary>
    public bool HitsFloor =>
        Estimate.Known && Estimate.Floor == Truth.Floor && (Truth.Building is null || HitsBuilding);

    /// <summary>
    /// Whether the answer is within 3 m, in the right building and on the right floor where the truth names them.
    /// </summary>
    public bool IsWithin3Metres => IsAnswered && IsOnRightFloor && ErrorMetres <= 3;

    /// <summary>Whether the region is right; where the truth has none, <see cref="IsWithin3Metres"/>.</summary>
    public bool HitsRegion => Truth.Region is null
        ? IsWithin3Metres
        : IsOnRightFloor && Estimate.Known && Estimate.Region == Truth.Region;

    /// <summary>Distance in metres from the true position to a point of the plan.</summary>
    public double Distance(double x, double y)
    {
        double dx = x - Truth.X!.Value, dy = y - Truth.Y!.Value;
        return Math.Sqrt(dx * dx + dy * dy);
    }

    bool IsOnRightFloor => (Truth.Building is null || HitsBuilding) && (Truth.Floor is null || HitsFloor);
}
