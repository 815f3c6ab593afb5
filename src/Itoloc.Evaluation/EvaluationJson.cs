using System.Text.Json;
using System.Text.Json.Serialization;
using Itoloc.Evaluation.Benchmarking;

namespace Itoloc.Evaluation;

/// <summary>How results are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorStatistics))]
[JsonSerializable(typeof(BenchmarkResult))]
[JsonSerializable(typeof(RunEntry))]
sealed partial class EvaluationJson : JsonSerializerContext
{
    /// <summary>For a document that people read too; <see cref="Default"/> writes one line.</summary>
    public static EvaluationJson Document =>
        field ??= new(new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true });
}
