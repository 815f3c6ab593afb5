namespace Itoloc.Evaluation.Benchmarking;

/// <summary>Something measured that is no test of a method: points to draw, and figures worked out of them.</summary>
sealed record Observation : RunEntry
{
    /// <summary>Unique within the log.</summary>
    public required string Name { get; init; }

    /// <summary>The points, series by series.</summary>
    public required IReadOnlyList<ObservedPoint> Points { get; init; }

    /// <summary>The figures by name.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }
}

/// <summary>A point of an <see cref="Observation"/>.</summary>
/// <param name="Series">What it belongs to.</param>
/// <param name="Label">What its x stands for, where that is a name.</param>
/// <param name="X">In the unit the observer says.</param>
/// <param name="Y">In the unit the observer says.</param>
sealed record ObservedPoint(string Series, string Label, double X, double Y);
