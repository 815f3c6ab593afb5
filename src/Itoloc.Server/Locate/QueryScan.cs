namespace Itoloc.Server.Locate;

/// <summary>A scan without a label, and what was answered to it.</summary>
sealed class QueryScan
{
    public long Id { get; init; }

    public long SiteId { get; init; }

    public required string Client { get; init; }

    public required byte[] Hash { get; init; }

    public string? Device { get; init; }

    public long Time { get; init; }

    public long Received { get; init; }

    public required byte[] Readings { get; init; }

    /// <summary>The model that answered; null when none was there.</summary>
    public int? ModelVersion { get; init; }

    public bool Known { get; init; }

    public string? Building { get; init; }

    public string? Floor { get; init; }

    public string? Region { get; init; }

    public double? X { get; init; }

    public double? Y { get; init; }

    public double? Accuracy { get; init; }

    public double? Confidence { get; init; }
}
