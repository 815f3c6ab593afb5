namespace Itoloc.Evaluation;

/// <summary>What a method is given beside the survey.</summary>
public sealed record MethodContext
{
    /// <summary>Seed of everything random in the method.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads the method may use, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told how far training is, 0 to 1; may be null.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>When cancelled, the method stops soon; what it then returns is not a result.</summary>
    public CancellationToken Cancellation { get; init; }
}
