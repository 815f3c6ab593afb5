using System.Globalization;
using CsvHelper;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// WiGLE CSV, one access point a line: rows of one time and place make a scan, delivered in order of time. Rows of
/// other types (Bluetooth, cells) are passed over. Satellite positions are no positions on a floor: the scans have
/// none.
/// </summary>
sealed class Wigle() : DatasetImporter("wigle", "WiGLE: CSV, *.csv[.gz]", @"\.csv(\.gz)?$")
{
    static readonly string[] Columns =
        ["MAC", "SSID", "FirstSeen", "RSSI", "CurrentLatitude", "CurrentLongitude", "Type"];

    static readonly CsvReaderOptions Options =
        new() { Separator = ',', HasHeader = false, AllowLineBreaksInQuotes = false };

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
            if (columns is null && row[0].StartsWith("WigleWifi", StringComparison.Ordinal))
            {
                const string Model = "model=";
                device = row.FirstOrDefault(cell => cell.StartsWith(Model, StringComparison.Ordinal))?[Model.Length..];
            }
            else if (columns is null)
            {
                columns = [.. Columns.Select(column => Array.IndexOf(row, column))];
                int missing = Array.IndexOf(columns, -1);
                if (missing < 0) continue;
                readings.Report.Skip(entry.FullName, 0, $"no column {Columns[missing]} in the header");
                break;
            }
            else if (Add(row, columns, readings, groups) is string reason)
                readings.Report.Skip(entry.FullName, lines.Number, reason);
        }
        return device;
    }

    /// <summary>Line by line, so that a stray quotation mark costs one row and not the rest of the file.</summary>
    static string[] Split(ReadOnlyMemory<byte> line)
    {
        using var reader = CsvReader.Create(line, Options);
        return reader.Read() ? reader.Current.ToArray() : [""];
    }

    /// <returns>Null, or what is wrong with the row.</returns>
    static string? Add(string[] row, int[] columns, ReadingCollector readings, ScanGroups<Moment> groups)
    {
        if (row.Length <= columns.Max()) return "not a row of the table";
        string Cell(int column) => row[columns[column]];
        if (Cell(6) != "WIFI") return null;
        if (!DateTimeOffset.TryParseExact(Cell(2), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return "FirstSeen is not a time";
        if (!double.TryParse(Cell(3), NumberStyles.Float, CultureInfo.InvariantCulture, out double rssiDbm))
            return "RSSI is not a number";
        groups.Add(new(time, Cell(4), Cell(5)), Ssid.OptsOut(Cell(1)) ? null : readings.Canonical(Cell(0)), rssiDbm);
        return null;
    }

    readonly record struct Moment(DateTimeOffset Time, string Latitude, string Longitude);
}
