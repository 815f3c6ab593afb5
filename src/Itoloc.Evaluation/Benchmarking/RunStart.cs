namespace Itoloc.Evaluation.Benchmarking;

/// <summary>The first line of a run log: all that a result depends on, and where it was measured.</summary>
sealed record RunStart : RunEntry
{
    public required string Protocol { get; init; }

    public required bool Quick { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>What stands for the hash of simulated scans: they are the commit's.</summary>
    public const string Simulated = "simulated";

    /// <summary>SHA-256 of the data archive, lower-case hexadecimal, or <see cref="Simulated"/>.</summary>
    public required string DataHash { get; init; }

    /// <summary>The commit the program was built from, if known.</summary>
    public string? Commit { get; init; }

    public required string Processor { get; init; }

    public required int Threads { get; init; }

    public string? Command { get; init; }

    /// <summary>Whether folds of that run are folds of this one: same rows, same split, same program.</summary>
    public bool CanResume(RunStart earlier) =>
        (Protocol, Quick, DataHash, Commit) == (earlier.Protocol, earlier.Quick, earlier.DataHash, earlier.Commit);
}
