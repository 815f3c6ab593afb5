using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// Reads the scan log: JSON Lines in UTF-8, gzip or not, one scan a line, one member <c>wifi</c> (identifier → dBm)
/// required. A line that is not a scan is reported and skipped; nothing else is lost.
/// </summary>
public static class ScanLog
{
    /// <summary>Reads a file, scan by scan, in bounded memory.</summary>
    /// <param name="path">The file; gzip is recognised by its first bytes.</param>
    /// <param name="report">Counts scans, skipped lines and dropped readings.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The gzip is damaged or cut short; thrown after all that could be read.
    /// </exception>
    public static IEnumerable<Scan> Read(string path, ReadReport report)
    {
        using FileStream stream = File.OpenRead(path);
        foreach (Scan scan in Read(stream, path, report)) yield return scan;
    }

    /// <summary>Reads a stream, forward only, scan by scan, in bounded memory.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="name">How the source is called in the report.</param>
    /// <param name="report">Counts scans, skipped lines and dropped readings.</param>
    /// <exception cref="InvalidDataException">
    /// The gzip is damaged or cut short; thrown after all that could be read.
    /// </exception>
    public static IEnumerable<Scan> Read(Stream stream, string name, ReadReport report)
    {
        foreach (Scan scan in new ScanLogParser(report).Read(stream, name))
        {
            report.CountScan();
            yield return scan;
        }
    }

    /// <summary>Reads one scan that is JSON already, such as an item of a request.</summary>
    /// <param name="element">The object that a line of the log would hold.</param>
    /// <param name="report">Counts dropped readings.</param>
    /// <param name="reason">Null, or why it is not a scan.</param>
    /// <returns>The scan; null when it is not one.</returns>
    public static Scan? Parse(JsonElement element, ReadReport report, out string? reason) =>
        new ScanLogParser(report).Parse(element, out reason);

    /// <summary>The scan as one line of the log, without the line's end.</summary>
    internal static void Write(Utf8JsonWriter json, Scan scan)
    {
        json.WriteStartObject();
        WriteText("site", scan.Site);
        WriteText("building", scan.Building);
        WriteText("floor", scan.Floor);
        WriteText("region", scan.Region);
        if (scan is { X: double x, Y: double y })
        {
            json.WriteNumber("x", x);
            json.WriteNumber("y", y);
        }
        WriteText("device", scan.Device);
        if (scan.Time is DateTimeOffset time) json.WriteString("time", time.UtcDateTime);
        json.WriteStartObject("wifi");
        foreach (Reading reading in scan.Readings) json.WriteNumber(reading.AccessPoint, reading.RssiDbm);
        json.WriteEndObject();
        json.WriteEndObject();

        void WriteText(string name, string? value)
        {
            if (value is not null) json.WriteString(name, value);
        }
    }
}
