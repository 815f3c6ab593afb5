namespace Itoloc.Server.Surveys;

/// <summary>An access point whose name asks to be left out of location databases (<c>_nomap</c>).</summary>
sealed class OptedOutAccessPoint
{
    public long SiteId { get; init; }

    public required string AccessPoint { get; init; }

    public long Since { get; init; }
}
