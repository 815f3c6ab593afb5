using System.Text.Json.Serialization;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>One training of one method and what its tests gave.</summary>
sealed record FoldResult : RunEntry
{
    public required string Method { get; init; }

    public required int Seed { get; init; }

    public required string Fold { get; init; }

    /// <summary>What the method chose inside the training rows.</summary>
    public string? Choice { get; init; }

    /// <summary>Wall time of training and tuning on one thread, other folds running beside.</summary>
    public required double TrainSeconds { get; init; }

    public required IReadOnlyList<TestResult> Tests { get; init; }

    /// <summary>What makes a fold the same fold.</summary>
    public (string, int, string) Key => (Method, Seed, Fold);
}

/// <summary>One test part of a fold.</summary>
sealed record TestResult
{
    public required string Name { get; init; }

    public required string Group { get; init; }

    /// <summary>Wall time of locating all scans of the part on one thread.</summary>
    public required double LocateSeconds { get; init; }

    /// <summary>Wall time of the update before this part on one thread; null where there was none.</summary>
    public double? UpdateSeconds { get; init; }

    /// <summary>What that update did and why; null where there was none.</summary>
    public string? UpdateNote { get; init; }

    public required ErrorStatistics Statistics { get; init; }

    /// <summary>The errors at 0, 1, … 100 % of the answered scans, in metres; null where there is no truth, or in old logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Errors { get; init; }
}
