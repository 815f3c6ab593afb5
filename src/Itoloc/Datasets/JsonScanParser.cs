using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>Scans written as JSON, one object a line. A line that is not a scan is reported and skipped.</summary>
abstract class JsonScanParser(ReadingCollector readings)
{
    string? _reason;

    /// <summary>Reads a stream, line by line; it is left open.</summary>
    public IEnumerable<Scan> Read(Stream stream, string name)
    {
        using var lines = new LineReader(stream, name, readings.Report);
        while (lines.Read())
        {
            if (lines.IsBlank) continue;
            if (Parse(lines.Text, out string? reason) is Scan scan) yield return scan;
            else readings.Report.Skip(name, lines.Number, reason!);
        }
    }

    Scan? Parse(ReadOnlyMemory<byte> line, out string? reason)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Parse(document.RootElement, out reason);
        }
        catch (JsonException)
        {
            reason = "not a JSON object";
            return null;
        }
    }

    /// <summary>One scan that is JSON already; null with the reason when it is none.</summary>
    public Scan? Parse(JsonElement element, out string? reason)
    {
        _reason = null;
        Scan? scan = null;
        try
        {
            if (element.ValueKind == JsonValueKind.Object) scan = Parse(element);
            else Fail("not a JSON object");
        }
        catch (InvalidOperationException)
        {
            // The only way in: text that is no Unicode, such as half a surrogate pair.
            Fail("text that is not valid Unicode");
        }
        Reading[] heard = readings.Take();
        reason = _reason;
        return reason is null ? scan! with { Readings = heard } : null;
    }

    /// <summary>
    /// The scan without its readings, which go to <see cref="Collect"/>; members we do not know are ignored, null is
    /// the same as absent. What it returns counts only if nothing failed.
    /// </summary>
    protected abstract Scan Parse(JsonElement root);

    /// <summary>
    /// Collects the readings: identifier → dBm. To be called last, so that a line skipped counts no dropped readings.
    /// </summary>
    protected void Collect(JsonElement wifi)
    {
        if (_reason is null) _reason = readings.AddObject(wifi);
    }

    protected string? Text(JsonElement root, string name)
    {
        if (Member(root, name) is not JsonElement value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Fail($"{name} is not a string");
        return null;
    }

    protected double? Number(JsonElement root, string name)
    {
        if (Member(root, name) is not JsonElement value) return null;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        if (isNumber && value.TryGetDouble(out double number) && double.IsFinite(number)) return number;
        Fail($"{name} is not a finite number");
        return null;
    }

    protected static JsonElement? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Gives the line up; the first reason is the one reported.</summary>
    protected void Fail(string reason) => _reason ??= reason;
}
