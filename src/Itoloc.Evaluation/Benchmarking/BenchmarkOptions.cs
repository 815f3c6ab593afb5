namespace Itoloc.Evaluation.Benchmarking;

/// <summary>What to run.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>How the data is split.</summary>
    public required IProtocol Protocol { get; init; }

    /// <summary>What is compared, in the order of the result.</summary>
    public required IReadOnlyList<IMethod> Methods { get; init; }

    /// <summary>
    /// Every method that uses a seed is run with each of these; three or more for a result to publish.
    /// </summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Whether to run the protocol's smaller version; its figures are for checks only.</summary>
    public bool Quick { get; init; }

    /// <summary>Folds run at the same time, each on one thread, so that the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The folder that holds the data archives.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where <c>run.jsonl</c> is kept; a folder of its own for every protocol and set of options.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Whether a finished log counts for what it holds; by default it is kept aside and all measured anew.</summary>
    public bool Extends { get; init; }

    /// <summary>The command that asked for this run, for the record.</summary>
    public string? Command { get; init; }
}
