namespace Itoloc.Server.Audit;

/// <summary>Something that changed who may do what, or what is answered.</summary>
sealed class AuditEntry
{
    public long Id { get; init; }

    public long Time { get; init; }

    public long? SiteId { get; init; }

    /// <summary>Public part of the key that did it; null for the service itself.</summary>
    public string? KeyId { get; init; }

    /// <summary>What was done, such as <c>model.promote</c>.</summary>
    public required string Action { get; init; }

    public required string Detail { get; init; }
}
