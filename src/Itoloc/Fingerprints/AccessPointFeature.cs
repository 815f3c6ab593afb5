namespace Itoloc.Fingerprints;

/// <summary>One number of a fingerprint: a radio, or one of its networks.</summary>
public sealed record AccessPointFeature
{
    /// <summary>The identifiers under which the radio is heard, in ordinal order; at least one.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>
    /// The first identifier of the radio of which this is a network, where each network is a feature of its own; null
    /// where the feature is the whole radio.
    /// </summary>
    public string? Radio { get; init; }

    /// <summary>In how many scans of the survey any of them was heard.</summary>
    public required int ScansHeard { get; init; }

    /// <summary>The strongest it was heard, in dBm, members averaged.</summary>
    public required float StrongestDbm { get; init; }

    /// <summary>The mean over the scans that heard it, in dBm, members averaged.</summary>
    public required float MeanDbm { get; init; }
}
