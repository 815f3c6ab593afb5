namespace Itoloc.Server.Keys;

/// <summary>A key as it is kept: enough to recognise it, not enough to use it.</summary>
sealed class AccessKey
{
    public long Id { get; init; }

    /// <summary>The first characters of the key, by which it is found and named.</summary>
    public required string PublicId { get; init; }

    /// <summary>SHA-256 of the whole key, which holds 130 random bits: no slower hash would add anything.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The one site it opens; null = all of them.</summary>
    public long? SiteId { get; init; }

    public Scope Scopes { get; init; }

    /// <summary>Whether it may stand in a path, for clients that can send no header.</summary>
    public bool InPath { get; init; }

    public required string Name { get; init; }

    public long Created { get; init; }

    public long? Revoked { get; set; }
}
