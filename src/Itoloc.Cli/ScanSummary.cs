using Itoloc.Fingerprints;

namespace Itoloc.Cli;

/// <summary>Counts what a stream of scans holds, as it goes by.</summary>
sealed class ScanSummary
{
    readonly HashSet<string> _accessPoints = [];
    readonly HashSet<string> _devices = [];
    readonly HashSet<(string? Building, string? Floor, double X, double Y)> _referencePoints = [];

    public long Scans { get; private set; }

    public long Labelled { get; private set; }

    public void Add(Scan scan)
    {
        Scans++;
        foreach (var reading in scan.Readings)
        {
            _accessPoints.Add(reading.AccessPoint);
        }
        if (scan.Device is { } device)
        {
            _devices.Add(device);
        }
        if (scan is { X: { } x, Y: { } y })
        {
            Labelled++;
            _referencePoints.Add((scan.Building, scan.Floor, x, y));
        }
    }

    public override string ToString() => string.Join(", ",
        $"{TextTable.Count(Scans, "scan")} ({Labelled:N0} labelled)",
        TextTable.Count(_accessPoints.Count, "access point"),
        TextTable.Count(_devices.Count, "device"),
        TextTable.Count(_referencePoints.Count, "reference point"));
}
