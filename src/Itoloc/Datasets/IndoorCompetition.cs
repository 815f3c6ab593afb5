using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// Indoor Location Competition 2.0: one file a walk, tab-separated, of which the way points and the WiFi scans are
/// read. A scan stands where the walk was at its time, on the straight line between two way points; before the first
/// and after the last it has no position.
/// </summary>
/// <remarks>XYZ10. The site is named by the folder, floor and phone by the comment lines.</remarks>
sealed partial class IndoorCompetition() : DatasetImporter(
    "indoor-competition", "Indoor Location Competition 2.0: SITE/FLOOR/path_data_files/*.txt",
    @"(^|/)[0-9a-f]{24}\.txt$")
{
    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        var walk = new Walk(new ScanGroups<double>(readings), [], []);
        Collect(entry, readings, walk);
        string site = SiteFolder().Match(Path.GetFullPath(entry.FullName)) is { Success: true } match
            ? $"{Name}-{match.Groups["site"].Value}" : Name;
        string device = $"{walk.Comments.GetValueOrDefault("Brand")} {walk.Comments.GetValueOrDefault("Model")}".Trim();
        foreach (double time in walk.Scans.Keys.Order())
        {
            (double X, double Y)? place = PlaceAt(time, walk.WayPoints);
            yield return new Scan
            {
                Site = site,
                Floor = walk.Comments.GetValueOrDefault("FloorName"),
                X = place?.X,
                Y = place?.Y,
                Device = device.Length > 0 ? device : null,
                Time = EpochTime.FromMilliseconds(time),
                Readings = walk.Scans.Take(time),
            };
        }
    }

    static void Collect(DatasetEntry entry, ReadingCollector readings, Walk walk)
    {
        using Stream stream = entry.Open();
        using var lines = new LineReader(stream, entry.FullName, readings.Report);
        while (lines.Read())
        {
            ReadOnlySpan<byte> line = lines.Text.Span;
            bool isComment = line.StartsWith("#"u8);
            // Nine lines in ten are of the inertial sensors.
            if (!isComment && line.IndexOf("\tTYPE_WI"u8) < 0 && line.IndexOf("\tTYPE_WA"u8) < 0) continue;
            string[] columns = Encoding.UTF8.GetString(line).Split('\t');
            if (isComment) AddComment(columns, walk);
            else if (!TryAdd(columns, readings, walk))
                readings.Report.Skip(entry.FullName, lines.Number, $"not a {columns[1]} line");
        }
    }

    static void AddComment(string[] columns, Walk walk)
    {
        foreach (string column in columns)
            if (column.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon)
                walk.Comments.TryAdd(column[..colon], column[(colon + 1)..].Trim());
    }

    static bool TryAdd(string[] columns, ReadingCollector readings, Walk walk)
    {
        if (!TryParse(columns[0], out double time) || EpochTime.FromMilliseconds(time) is null) return false;
        if (columns[1] == "TYPE_WAYPOINT")
        {
            if (columns.Length != 4 || !TryParse(columns[2], out double x) || !TryParse(columns[3], out double y))
                return false;
            walk.WayPoints.Add((time, x, y));
            return true;
        }
        // time, type, SSID (may hold anything, tabs too), BSSID, RSSI, frequency, last seen
        if (columns[1] != "TYPE_WIFI" || columns.Length < 7 || !TryParse(columns[^3], out double rssiDbm)) return false;
        bool optsOut = Ssid.OptsOut(string.Join('\t', columns[2..^4]));
        walk.Scans.Add(time, optsOut ? null : readings.Canonical(columns[^4]), rssiDbm);
        return true;
    }

    static (double X, double Y)? PlaceAt(double time, List<(double Time, double X, double Y)> wayPoints)
    {
        for (int i = 1; i < wayPoints.Count; i++)
        {
            var (from, to) = (wayPoints[i - 1], wayPoints[i]);
            if (time < from.Time || time > to.Time || to.Time == from.Time) continue;
            double share = (time - from.Time) / (to.Time - from.Time);
            return (double.Lerp(from.X, to.X, share), double.Lerp(from.Y, to.Y, share));
        }
        return null;
    }

    static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    [GeneratedRegex(@"(?<site>[^/\\]+)[/\\][^/\\]+[/\\]path_data_files[/\\]")]
    private static partial Regex SiteFolder();

    sealed record Walk(
        ScanGroups<double> Scans,
        List<(double Time, double X, double Y)> WayPoints,
        Dictionary<string, string> Comments);
}
