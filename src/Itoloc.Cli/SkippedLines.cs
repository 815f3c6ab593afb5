using Itoloc.Datasets;

namespace Itoloc.Cli;

/// <summary>Tells the user what could not be read: the first few reasons as they occur, then only counts.</summary>
static class SkippedLines
{
    const int Shown = 5;

    /// <summary>A report that writes its first few skipped lines to <paramref name="messages"/>.</summary>
    public static ReadReport ReportTo(TextWriter messages)
    {
        var seen = 0;
        return new ReadReport(line =>
        {
            if (seen++ < Shown) messages.WriteLine($"skipped: {line}");
        });
    }

    /// <summary>Writes the counts, if there is anything to tell.</summary>
    public static void WriteCounts(ReadReport report, TextWriter messages)
    {
        Write(report.SkippedLines, "line", "could not be read and was skipped", "could not be read and were skipped");
        Write(report.DroppedReadings, "reading", "outside -127 dBm to 0 was dropped", "outside -127 dBm to 0 were dropped");
        Write(report.DroppedAccessPoints, "reading", "without a usable BSSID was dropped",
            "without a usable BSSID were dropped");

        void Write(long count, string what, string one, string many)
        {
            if (count > 0)
            {
                messages.WriteLine($"{count:N0} {what}{(count == 1 ? "" : "s")} {(count == 1 ? one : many)}");
            }
        }
    }
}
