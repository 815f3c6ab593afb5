namespace Itoloc.Server.Models;

/// <summary>One trained model of a site. Never changed; which one answers is a pointer of the site.</summary>
sealed class ModelVersion
{
    public long Id { get; init; }

    public long SiteId { get; init; }

    /// <summary>1, 2, 3, … within the site.</summary>
    public int Version { get; init; }

    public long Created { get; init; }

    /// <summary>How it came to be: <c>train</c>, <c>update</c>.</summary>
    public required string Kind { get; init; }

    public int Scans { get; init; }

    public required string Preset { get; init; }

    public int Seed { get; init; }

    /// <summary>Mean error in metres on survey scans kept out of training; null where none were.</summary>
    public double? ValidationError { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The model that an update was made from; null after training.</summary>
    public long? BaseModelId { get; init; }

    /// <summary>An update has taken in the scans received until then.</summary>
    public long? ScansUntil { get; init; }

    /// <summary>What an update found, line by line.</summary>
    public string? Report { get; init; }
}

/// <summary>The model file of a version.</summary>
sealed class ModelContent
{
    public long ModelId { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>A change of the model that answers for a site.</summary>
sealed class Promotion
{
    public long Id { get; init; }

    public long SiteId { get; init; }

    public long ModelId { get; init; }

    public long? PreviousModelId { get; init; }

    public long Time { get; init; }
}
