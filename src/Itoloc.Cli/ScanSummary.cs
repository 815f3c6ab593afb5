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

    public override string ToString() =>
        $"{Scans:N0} scans ({Labelled:N0} labelled), {_accessPoints.Count:N0} access points, "
        + $"{_devices.Count:N0} devices, {_referencePoints.Count:N0} reference points";
}
