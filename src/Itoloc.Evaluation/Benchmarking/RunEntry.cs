using System.Text.Json.Serialization;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>One line of a run log.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStart), "start")]
[JsonDerivedType(typeof(FoldResult), "fold")]
[JsonDerivedType(typeof(Observation), "observation")]
[JsonDerivedType(typeof(RunDone), "done")]
abstract record RunEntry;

/// <summary>The last line of a run that was not interrupted.</summary>
sealed record RunDone : RunEntry
{
    /// <summary>Wall time since the run was started or resumed.</summary>
    public required double Seconds { get; init; }
}
