using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>One line of the scan log → one scan, or the reason why not.</summary>
sealed class ScanLogParser(ReadReport report)
{
    readonly ReadingCollector _readings = new(report);
    string? _reason;

    /// <param name="line">One JSON object; members we do not know are ignored, null is the same as absent.</param>
    /// <param name="reason">Why there is no scan; null when there is one.</param>
    public Scan? Parse(ReadOnlyMemory<byte> line, out string? reason)
    {
        _reason = null;
        Scan? scan = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            scan = Parse(document.RootElement);
        }
        catch (JsonException)
        {
            _reason = "not a JSON object";
        }
        catch (InvalidOperationException)
        {
            // The only way in: text that is no Unicode, such as half a surrogate pair.
            _reason = "text that is not valid Unicode";
        }
        Reading[] readings = _readings.Take();
        reason = _reason;
        return reason is null ? scan! with { Readings = readings } : null;
    }

    Scan? Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Fail("not a JSON object");
        if (!root.TryGetProperty("wifi", out JsonElement wifi)) return Fail("no wifi");
        var scan = new Scan
        {
            Site = Text(root, "site"),
            Building = Text(root, "building"),
            Floor = Text(root, "floor"),
            Region = Text(root, "region"),
            X = Number(root, "x"),
            Y = Number(root, "y"),
            Device = Text(root, "device"),
            Time = Time(root),
            Readings = [],
        };
        if (scan.X is null != scan.Y is null) return Fail("only one of x and y");
        // Last, so that a line that is skipped for another reason counts no dropped readings.
        if (_reason is null) _reason = _readings.AddObject(wifi);
        return scan;
    }

    string? Text(JsonElement root, string name) => Member(root, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => Fail($"{name} is not a string")?.Site,
    };

    double? Number(JsonElement root, string name)
    {
        if (Member(root, name) is not JsonElement value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)) return number;
        Fail($"{name} is not a finite number");
        return null;
    }

    /// <summary>ISO 8601; without an offset it is UTC, never the reader's own zone.</summary>
    DateTimeOffset? Time(JsonElement root)
    {
        if (Member(root, "time") is not JsonElement value) return null;
        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTime(out DateTime time))
        {
            if (time.Kind == DateTimeKind.Unspecified) return new DateTimeOffset(time, TimeSpan.Zero);
            if (value.TryGetDateTimeOffset(out DateTimeOffset withOffset)) return withOffset.ToUniversalTime();
        }
        Fail("time is not an ISO 8601 time");
        return null;
    }

    static JsonElement? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    Scan? Fail(string reason)
    {
        _reason ??= reason;
        return null;
    }
}
