namespace Itoloc.Datasets;

/// <summary>A line (or record) that could not be read; everything around it was.</summary>
/// <param name="Source">The file, or file within a zip.</param>
/// <param name="Line">Counted from 1; 0 means the whole source.</param>
/// <param name="Reason">What is wrong with it, in one line.</param>
public sealed record SkippedLine(string Source, long Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? $"{Source}: {Reason}" : $"{Source}:{Line}: {Reason}";
}
