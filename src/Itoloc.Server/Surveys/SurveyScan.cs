namespace Itoloc.Server.Surveys;

/// <summary>A scan with a label: taken to learn the site.</summary>
sealed class SurveyScan
{
    public long Id { get; init; }

    public long SiteId { get; init; }

    public required string Client { get; init; }

    public required byte[] Hash { get; init; }

    public string? Device { get; set; }

    public long? Time { get; init; }

    public long Received { get; init; }

    public required byte[] Readings { get; init; }

    public required string Building { get; init; }

    public required string Floor { get; init; }

    public string? Region { get; init; }

    public double? X { get; init; }

    public double? Y { get; init; }

    /// <summary>When it was taken out of the survey; null while it counts.</summary>
    public long? Retired { get; set; }
}
