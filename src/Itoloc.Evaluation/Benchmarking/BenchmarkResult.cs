using System.Text.Json;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>What a benchmark measured, with all that the figures depend on.</summary>
public sealed record BenchmarkResult
{
    /// <summary>The protocol's name.</summary>
    public required string Protocol { get; init; }

    /// <summary>What it trains on and tests.</summary>
    public required string Description { get; init; }

    /// <summary>Whether this was the smaller run; its figures stand for nothing else.</summary>
    public required bool Quick { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The data archive's file name; null where the scans are simulated.</summary>
    public required string? Archive { get; init; }

    /// <summary>SHA-256 of the data archive, lower-case hexadecimal, or that the scans are simulated.</summary>
    public required string DataHash { get; init; }

    /// <summary>The commit of the program, if known.</summary>
    public string? Commit { get; init; }

    /// <summary>The processor's name.</summary>
    public required string Processor { get; init; }

    /// <summary>Folds that ran at the same time, each on one thread.</summary>
    public required int Threads { get; init; }

    /// <summary>The command that asked for the run.</summary>
    public string? Command { get; init; }

    /// <summary>The methods, in the order asked for.</summary>
    public required IReadOnlyList<MethodResult> Methods { get; init; }

    /// <summary>The result as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Document.BenchmarkResult);

    internal static BenchmarkResult Of(
        BenchmarkOptions options, RunStart start, IReadOnlyList<FoldResult> folds) => new()
        {
            Protocol = start.Protocol,
            Description = options.Protocol.Description,
            Quick = start.Quick,
            Seeds = start.Seeds,
            Archive = options.Protocol.Archive,
            DataHash = start.DataHash,
            Commit = start.Commit,
            Processor = start.Processor,
            Threads = start.Threads,
            Command = start.Command,
            Methods =
        [
            .. options.Methods.Select(
                method => MethodResult.Of(method, [.. folds.Where(fold => fold.Method == method.Name)])),
        ],
        };
}
