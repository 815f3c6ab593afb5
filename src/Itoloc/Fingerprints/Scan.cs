namespace Itoloc.Fingerprints;

/// <summary>
/// What one phone heard at one moment, and, in a survey, where it stood. The unit of the scan log.
/// </summary>
/// <remarks>A scan without readings is kept: it is a question about a place where nothing is heard.</remarks>
public sealed record Scan
{
    /// <summary>The site (venue, campus), if known.</summary>
    public string? Site { get; init; }

    /// <summary>The building within the site, if known.</summary>
    public string? Building { get; init; }

    /// <summary>The floor within the building, if known.</summary>
    public string? Floor { get; init; }

    /// <summary>The region (room, zone) within the floor, if known.</summary>
    public string? Region { get; init; }

    /// <summary>Metres along the floor's first axis, in the floor's own plane, if known.</summary>
    public double? X { get; init; }

    /// <summary>Metres along the floor's second axis, in the floor's own plane, if known.</summary>
    public double? Y { get; init; }

    /// <summary>The device model that heard it, if known.</summary>
    public string? Device { get; init; }

    /// <summary>When it was heard (UTC), if known.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The access points heard, in the order of the source; each identifier at most once.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }

    /// <summary>Whether the true position is known.</summary>
    public bool IsLabelled => X is not null && Y is not null;

    /// <summary>The same scan with everything removed that tells where it was taken.</summary>
    public Scan WithoutLabels() =>
        this with { Building = null, Floor = null, Region = null, X = null, Y = null };
}
