using System.Globalization;
using CsvHelper;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// WiGLE CSV, one access point a line: rows of one time and place make a scan, delivered in order of time. Rows of other
/// types (Bluetooth, cells) are passed over. Satellite positions are no positions on a floor: the scans have none.
/// </summary>
sealed class Wigle() : DatasetImporter("wigle", "WiGLE: CSV, *.csv[.gz]", @"\.csv(\.gz)?$")
{
    static readonly string[] Columns = ["MAC", "SSID", "FirstSeen", "RSSI", "CurrentLatitude", "CurrentLongitude", "Type"];

    static readonly CsvReaderOptions Options = new() { Separator = ',', HasHeader = false, AllowLineBreaksInQuotes = false };

    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        var groups = new ScanGroups<Moment>(readings);
        string? device = Collect(entry, readings, groups);
        foreach (Moment moment in groups.Keys.OrderBy(moment => moment.Time))
            yield return new Scan { Device = device, Time = moment.Time, Readings = groups.Take(moment) };
    }

    /// <returns>The phone's model, which the first line may name.</returns>
    static string? Collect(DatasetEntry entry, ReadingCollector readings, ScanGroups<Moment> groups)
    {
        using Stream stream = entry.Open();
        using var lines = new LineReader(stream, entry.FullName, readings.Report);
        string? device = null;
        int[]? columns = null;
        while (lines.Read())
        {
            if (lines.IsBlank) continue;
            string[] row = Split(lines.Text);
            if (columns is null && row is [var first, ..] && first.StartsWith("WigleWifi", StringComparison.Ordinal))
            {
                device = row.FirstOrDefault(cell => cell.StartsWith("model=", StringComparison.Ordinal))?["model=".Length..];
                continue;
            }
            if (columns is null)
            {
                columns = [.. Columns.Select(column => Array.IndexOf(row, column))];
                int missing = Array.IndexOf(columns, -1);
                if (missing < 0) continue;
                readings.Report.Skip(entry.FullName, 0, $"no column {Columns[missing]} in the header");
                break;
            }
            if (row.Length <= columns.Max()) readings.Report.Skip(entry.FullName, lines.Number, "not a row of the table");
            else if (Add([.. columns.Select(column => row[column])], readings, groups) is string reason)
                readings.Report.Skip(entry.FullName, lines.Number, reason);
        }
        return device;
    }

    /// <summary>Line by line, so that a stray quotation mark costs one row and not the rest of the file.</summary>
    static string[] Split(ReadOnlyMemory<byte> line)
    {
        using var reader = CsvReader.Create(line, Options);
        return reader.Read() ? reader.Current.ToArray() : [];
    }

    static string? Add(string[] cells, ReadingCollector readings, ScanGroups<Moment> groups)
    {
        if (cells is not [var mac, var ssid, var firstSeen, var rssi, var latitude, var longitude, var type]) return "not a row";
        if (type != "WIFI") return null;
        if (!DateTimeOffset.TryParseExact(firstSeen, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return "FirstSeen is not a time";
        if (!double.TryParse(rssi, NumberStyles.Float, CultureInfo.InvariantCulture, out double rssiDbm)) return "RSSI is not a number";
        groups.Add(new(time, latitude, longitude), Ssid.OptsOut(ssid) ? null : readings.Canonical(mac), rssiDbm);
        return null;
    }

    readonly record struct Moment(DateTimeOffset Time, string Latitude, string Longitude);
}
