namespace Itoloc.Server.Sites;

/// <summary>What a part of a floor was before it was changed. Never changed or removed.</summary>
sealed class FloorVersion
{
    public const string Facts = "floor";
    public const string Plan = "plan";
    public const string Regions = "regions";

    public long Id { get; init; }

    public long FloorId { get; init; }

    /// <summary>When it was replaced.</summary>
    public long Time { get; init; }

    /// <summary>The public part of the key that replaced it.</summary>
    public required string KeyId { get; init; }

    /// <summary><c>floor</c> (size and georeference), <c>plan</c> or <c>regions</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a plan's picture.</summary>
    public string? ContentType { get; init; }

    /// <summary>The picture, or UTF-8 JSON; null where there was nothing.</summary>
    public byte[]? Content { get; init; }
}
