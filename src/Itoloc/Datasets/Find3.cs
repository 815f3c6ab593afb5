using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// FIND3 sensor data, one object a line: <c>f</c> family → site, <c>d</c> device, <c>l</c> location → region, <c>t</c>
/// time,
/// <c>s.wifi</c>. Its <c>gps</c> is no position on a floor and is left out.
/// </summary>
/// <remarks>As the FIND3 server does: names are trimmed and lower-cased, family and device are required.</remarks>
sealed class Find3() : DatasetImporter("find3", "FIND3: sensor data as JSON lines, *.json[l][.gz]", @"\.jsonl?(\.gz)?$")
{
    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        using Stream stream = entry.Open();
        foreach (Scan scan in new Parser(readings).Read(stream, entry.FullName)) yield return scan;
    }

    sealed class Parser(ReadingCollector readings) : JsonScanParser(readings)
    {
        /// <summary>
        /// Clients differ in the unit of time: below this, counted from 1970, it can only be seconds.
        /// </summary>
        const double SmallestMilliseconds = 1e11;

        protected override Scan Parse(JsonElement root)
        {
            var scan = new Scan
            {
                Site = Name(root, "f"),
                Device = Name(root, "d"),
                Region = Name(root, "l"),
                Time = Time(root),
                Readings = [],
            };
            if (scan.Site is null) Fail("no family (f)");
            if (scan.Device is null) Fail("no device (d)");
            if (Member(root, "s") is not { ValueKind: JsonValueKind.Object } sensors) Fail("no sensor data (s)");
            else if (Member(sensors, "wifi") is JsonElement wifi) Collect(wifi);
            return scan;
        }

        string? Name(JsonElement root, string member) =>
            Text(root, member)?.Trim().ToLowerInvariant() is { Length: > 0 } name ? name : null;

        DateTimeOffset? Time(JsonElement root)
        {
            if (Number(root, "t") is not double time || time == 0) return null;
            DateTimeOffset? moment = time < 0 ? null
                : time < SmallestMilliseconds ? EpochTime.FromSeconds(time) : EpochTime.FromMilliseconds(time);
            if (moment is null) Fail("t is not a time");
            return moment;
        }
    }
}
