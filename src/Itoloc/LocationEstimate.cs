namespace Itoloc;

/// <summary>Where a scan was taken, or that we do not know.</summary>
/// <remarks>When <see cref="Known"/> is false every other member is null: an unknown scan has no position.</remarks>
public sealed record LocationEstimate
{
    /// <summary>The answer to a scan that does not belong to the site, or hears too little of it.</summary>
    public static LocationEstimate Unknown { get; } = new() { Known = false };

    /// <summary>Whether the scan was recognised as taken on the site.</summary>
    public required bool Known { get; init; }

    /// <summary>The building, if the survey names buildings.</summary>
    public string? Building { get; init; }

    /// <summary>The floor, if the survey names floors.</summary>
    public string? Floor { get; init; }

    /// <summary>The region, if the survey names regions.</summary>
    public string? Region { get; init; }

    /// <summary>Metres along the floor's first axis.</summary>
    public double? X { get; init; }

    /// <summary>Metres along the floor's second axis.</summary>
    public double? Y { get; init; }

    /// <summary>Radius in metres of the circle that holds the true position in 95 % of cases.</summary>
    public double? Accuracy { get; init; }

    /// <summary>How far the answer can be believed, 0 to 1.</summary>
    public double? Confidence { get; init; }
}
