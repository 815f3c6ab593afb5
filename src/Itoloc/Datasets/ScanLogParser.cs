using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>One object of the scan log → one scan.</summary>
sealed class ScanLogParser(ReadReport report) : JsonScanParser(new ReadingCollector(report))
{
    protected override Scan Parse(JsonElement root)
    {
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
        if (scan.X is null != scan.Y is null) Fail("only one of x and y");
        if (Member(root, "wifi") is JsonElement wifi) Collect(wifi);
        else Fail("no wifi");
        return scan;
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
}
