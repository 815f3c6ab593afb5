using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>Scans that are measured together.</summary>
/// <param name="Name">What they are, such as a phone or a month; unique within the fold.</param>
/// <param name="Group">The figure of the result they count in, such as a floor plan or a span of months.</param>
/// <param name="Scans">Labelled scans, never trained on.</param>
public sealed record TestPart(string Name, string Group, IReadOnlyList<Scan> Scans)
{
    /// <summary>Whether the scans are not of the site: then only how many are declined is measured.</summary>
    public bool AreStrangers { get; init; }
}
