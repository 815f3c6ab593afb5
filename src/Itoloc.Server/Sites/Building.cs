namespace Itoloc.Server.Sites;

/// <summary>A building of a site; its name is empty where a survey names none.</summary>
sealed class Building
{
    public long Id { get; init; }

    public long SiteId { get; init; }

    public required string Name { get; init; }
}
