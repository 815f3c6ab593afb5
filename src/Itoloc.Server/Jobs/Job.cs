namespace Itoloc.Server.Jobs;

/// <summary>A piece of work in the background, kept so that whichever process comes to it can do it.</summary>
sealed class Job
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public long Id { get; init; }

    public long SiteId { get; init; }

    /// <summary>What it does, such as <c>train</c>; names its <see cref="IJobWork"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>How, as JSON; its work knows the members.</summary>
    public string Parameters { get; init; } = "{}";

    public required string State { get; set; }

    public long Created { get; init; }

    public long? Started { get; set; }

    public long? Finished { get; set; }

    /// <summary>Work done, 0 to 1, a second ago at most.</summary>
    public double Progress { get; set; }

    /// <summary>What it is at, in one line.</summary>
    public string? Message { get; set; }

    /// <summary>What came of it, in one line; null until it is finished.</summary>
    public string? Outcome { get; set; }

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>How often it was begun: only the latest attempt may end it.</summary>
    public int Attempt { get; set; }
}
