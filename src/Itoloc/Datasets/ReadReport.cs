namespace Itoloc.Datasets;

/// <summary>
/// What was read and what went wrong on the way, counted. May be shared by several reads, one after another.
/// </summary>
/// <param name="onSkipped">Told of every skipped line as it occurs; null to count only.</param>
public sealed class ReadReport(Action<SkippedLine>? onSkipped = null)
{
    /// <summary>Scans delivered.</summary>
    public long Scans { get; private set; }

    /// <summary>Lines (or records) that could not be read.</summary>
    public long SkippedLines { get; private set; }

    /// <summary>Readings outside −127 ≤ dBm &lt; 0; a data set's own "not heard" code is not counted.</summary>
    public long DroppedReadings { get; private set; }

    /// <summary>
    /// Readings of access points that cannot serve: an unusable BSSID, or an SSID that opts out (<c>_nomap</c>).
    /// </summary>
    public long DroppedAccessPoints { get; private set; }

    internal void CountScan() => Scans++;

    internal void CountDroppedReading() => DroppedReadings++;

    internal void CountDroppedAccessPoint() => DroppedAccessPoints++;

    internal void Skip(string source, long line, string reason)
    {
        SkippedLines++;
        onSkipped?.Invoke(new SkippedLine(source, line, reason));
    }
}
