using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// Long-term WiFi fingerprints of a library floor pair: <c>rss</c>, <c>crd</c> and <c>tms</c> files whose rows belong
/// together.
/// </summary>
/// <remarks>
/// Mendoza-Silva et al., Data 2018, 3(1):3. Access points are known by column number only, from 1. The zone of the
/// times is not recorded; they are taken as UTC.
/// </remarks>
sealed class UjiLib() : DatasetImporter(
    "uji-lib", "UJI library, long-term: db/MM/{trn,tst}NN{rss,crd,tms}.csv", @"(^|/)(trn|tst)\d+rss\.csv$")
{
    const double NotHeard = 100;

    protected override bool TakesAnyFile => false;

    protected override IEnumerable<Scan> ReadEntry(DatasetEntry entry, ReadingCollector readings)
    {
        ReadReport report = readings.Report;
        using Stream rss = entry.Open();
        using Stream? crd = entry.Source.Open(Beside(entry.Name, "crd"));
        using Stream? tms = entry.Source.Open(Beside(entry.Name, "tms"));
        if (crd is null || tms is null)
        {
            report.Skip(entry.FullName, 0, "no crd and tms file beside it");
            yield break;
        }
        using var rows = new LineReader(rss, entry.FullName, report);
        using var places = new LineReader(crd, Beside(entry.FullName, "crd"), report);
        using var times = new LineReader(tms, Beside(entry.FullName, "tms"), report);
        string?[] accessPoints = [];
        double[] row = [];
        double[] place = new double[3];
        while (rows.Read())
        {
            // Rows belong together by number, also when one before them could not be read.
            while (places.Number < rows.Number && places.Read()) { }
            while (times.Number < rows.Number && times.Read()) { }
            if (rows.IsBlank) continue;
            if (row.Length == 0)
            {
                row = new double[rows.Text.Span.Count((byte)',') + 1];
                accessPoints = [.. Enumerable.Range(1, row.Length)
                    .Select(column => readings.Canonical(column.ToString(CultureInfo.InvariantCulture)))];
            }
            DateTimeOffset? time = times.Number == rows.Number ? Time(times.Text.Span) : null;
            bool hasPlace = places.Number == rows.Number && NumericRow.Parse(places.Text.Span, place) is null;
            string? reason = NumericRow.Parse(rows.Text.Span, row)
                ?? (!hasPlace ? "no position for it in the crd file"
                : time is null ? "no time for it in the tms file"
                : null);
            if (reason is not null)
            {
                report.Skip(entry.FullName, rows.Number, reason);
                continue;
            }
            for (int i = 0; i < row.Length; i++)
                if (row[i] != NotHeard)
                    readings.Add(accessPoints[i], row[i]);
            yield return new Scan
            {
                Site = Name,
                Building = "library",
                Floor = place[2].ToString(CultureInfo.InvariantCulture),
                X = place[0],
                Y = place[1],
                Device = "Galaxy S3",
                Time = time,
                Readings = readings.Take(),
            };
        }
    }

    static string Beside(string rss, string kind) =>
        string.Concat(rss.AsSpan(0, rss.Length - "rss.csv".Length), kind, ".csv");

    /// <summary>yyyyMMddHHmmssfff, where the seconds are sometimes 60.</summary>
    static DateTimeOffset? Time(ReadOnlySpan<byte> text)
    {
        const int MinuteLength = 12;
        if (text.Length != 17 || !Utf8Parser.TryParse(text[MinuteLength..], out int milliseconds, out int used) ||
            used != 5 || milliseconds is < 0 or > 60_999)
            return null;
        return DateTimeOffset.TryParseExact(Encoding.UTF8.GetString(text[..MinuteLength]), "yyyyMMddHHmm",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && time.Year < DateTimeOffset.MaxValue.Year ? time.AddMilliseconds(milliseconds) : null;
    }
}
