namespace Itoloc.Training;

/// <summary>What one floor's network learns from.</summary>
public sealed record FloorSurvey
{
    /// <summary>The fingerprints, each [access points of the image], dBm, NaN where not heard.</summary>
    public required IReadOnlyList<float[]> Fingerprints { get; init; }

    /// <summary>Each fingerprint's location class.</summary>
    public required int[] Locations { get; init; }

    /// <summary>Each fingerprint's domain.</summary>
    public required int[] Domains { get; init; }

    /// <summary>The location classes.</summary>
    public required IReadOnlyList<LocationClass> Classes { get; init; }

    /// <summary>Number of domains.</summary>
    public required int DomainCount { get; init; }
}
