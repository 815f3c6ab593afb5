namespace Itoloc.Server.Sites;

/// <summary>What one model covers: a campus, a mall, a house.</summary>
sealed class Site
{
    public long Id { get; init; }

    /// <summary>Lower case, unique, as it stands in paths.</summary>
    public required string Name { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long Created { get; init; }

    /// <summary>The model that answers; null before the first is promoted.</summary>
    public long? ActiveModelId { get; set; }
}
