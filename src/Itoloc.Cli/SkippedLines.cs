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
        Write(report.SkippedLines, "skipped line", "not readable");
        Write(report.DroppedReadings, "dropped reading", "outside -127 dBm to 0");
        Write(report.DroppedAccessPoints, "dropped reading", "no usable BSSID");

        void Write(long count, string what, string why)
        {
            if (count > 0) messages.WriteLine($"{TextTable.Count(count, what)} ({why})");
        }
    }
}
