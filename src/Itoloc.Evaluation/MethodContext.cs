namespace Itoloc.Evaluation;

/// <summary>What a method is given beside the survey.</summary>
public sealed record MethodContext
{
    /// <summary>Seed of everything random in the method.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads the method may use, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// The walks on which the scans of the survey, or of an update, were taken, without labels; empty where a protocol has no inertial data. Only AcMu and
    /// WILL look at them.
    /// </summary>
    public IReadOnlyList<Walk> Walks { get; init; } = [];

    /// <summary>The floor plan's zones; null where a protocol has no plan. Only WILL looks at it.</summary>
    public ZonePlan? Plan { get; init; }

    /// <summary>Told how far training is, 0 to 1; may be null.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>When cancelled, the method stops soon; what it then returns is not a result.</summary>
    public CancellationToken Cancellation { get; init; }
}
