using System.Text.RegularExpressions;

namespace Itoloc.Datasets;

/// <summary>One file of a data set.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Name">Its path inside the source.</param>
/// <param name="Match">What the format's pattern found in that path; not a success for a file of any name.</param>
readonly record struct DatasetEntry(DatasetSource Source, string Name, Match Match)
{
    /// <summary>What to call it in a report.</summary>
    public string FullName => Source.FullName(Name);

    /// <summary>Opens it.</summary>
    public Stream Open() => Source.Open(Name) ?? throw new FileNotFoundException($"{FullName} is gone.");
}
