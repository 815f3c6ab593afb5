using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>A scan and where it came from.</summary>
/// <param name="Entry">
/// The file's path inside the folder or zip, separated by <c>/</c>: it tells training from test rows.
/// </param>
/// <param name="Scan">The scan.</param>
public readonly record struct ImportedScan(string Entry, Scan Scan);
