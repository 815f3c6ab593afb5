namespace Itoloc.Server.Jobs;

/// <summary>A piece of work in the background.</summary>
sealed class Job
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public long Id { get; init; }

    public long SiteId { get; init; }

    /// <summary>What it does, such as <c>train</c>.</summary>
    public required string Kind { get; init; }

    public required string State { get; set; }

    public long Created { get; init; }

    public long? Started { get; set; }

    public long? Finished { get; set; }

    /// <summary>What came of it, in one line; null until it is finished.</summary>
    public string? Outcome { get; set; }
}
