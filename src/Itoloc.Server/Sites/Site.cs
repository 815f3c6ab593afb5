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

    /// <summary>The model that is watched on live scans before it may answer; null when none is.</summary>
    public long? ShadowModelId { get; set; }

    /// <summary>Since when; the scans received later are what it is judged by.</summary>
    public long? ShadowSince { get; set; }

    /// <summary>Whether updates start, and are promoted, by themselves.</summary>
    public bool UpdatesItself { get; set; } = true;

    /// <summary>When drift was last looked for by itself.</summary>
    public long DriftChecked { get; set; }
}
