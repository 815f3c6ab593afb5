using System.Globalization;
using System.Text;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// Anyplace logs, one reading a line: time (ms), latitude, longitude, heading, BSSID, RSS, floor and in later logs the
/// building, separated by spaces. Positions become metres east and north on a <see cref="TangentPlane"/>.
/// </summary>
/// <remarks>
/// Some logs are ordered by access point: a scan is what agrees in all but BSSID and RSS. Delivered in order of time.
/// </remarks>
sealed class Anyplace() : DatasetImporter("anyplace", "Anyplace: rss-log", @"(^|/)rss-log$")
{
    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        var groups = new ScanGroups<Moment>(readings);
        Collect(entry, readings, groups);
        if (groups.Keys.Count == 0) yield break;
        // The published campus logs name no building or site; their folder does.
        string site = entry.FullName.Contains("csucy", StringComparison.OrdinalIgnoreCase) ? "anyplace-csucy" : Name;
        var plane = TangentPlane.Around(groups.Keys[0].Latitude, groups.Keys[0].Longitude);
        foreach (Moment moment in groups.Keys.OrderBy(moment => moment.Time))
        {
            (double x, double y) = plane.Project(moment.Latitude, moment.Longitude);
            yield return new Scan
            {
                Site = site,
                Building = moment.Building,
                Floor = moment.Floor,
                X = x,
                Y = y,
                Time = moment.Time,
                Readings = groups.Take(moment),
            };
        }
    }

    static void Collect(DatasetEntry entry, ReadingCollector readings, ScanGroups<Moment> groups)
    {
        using Stream stream = entry.Open();
        using var lines = new LineReader(stream, entry.FullName, readings.Report);
        while (lines.Read())
        {
            if (lines.IsBlank || lines.Text.Span[0] == '#') continue;
            string[] columns = Encoding.UTF8.GetString(lines.Text.Span)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (Parse(columns, out Moment moment, out double rssiDbm) is string reason)
                readings.Report.Skip(entry.FullName, lines.Number, reason);
            else
                groups.Add(moment, readings.Canonical(columns[4]), rssiDbm);
        }
    }

    static string? Parse(string[] columns, out Moment moment, out double rssiDbm)
    {
        (moment, rssiDbm) = (default, 0);
        if (columns.Length is not (7 or 8)) return $"expected 7 or 8 columns, got {columns.Length}";
        if (!TryParse(columns[0], out double milliseconds) ||
            EpochTime.FromMilliseconds(milliseconds) is not DateTimeOffset time)
            return "the time is not a number of milliseconds";
        if (!TryParse(columns[1], out double latitude) || !TryParse(columns[2], out double longitude) ||
            Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180)
            return "not a latitude and longitude";
        if (!TryParse(columns[5], out rssiDbm)) return "the RSS is not a number";
        moment = new(time, latitude, longitude, columns[3], columns[6], columns.ElementAtOrDefault(7));
        return null;
    }

    static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    readonly record struct Moment(
        DateTimeOffset Time, double Latitude, double Longitude, string Heading, string Floor, string? Building);
}
