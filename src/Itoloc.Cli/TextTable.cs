using System.Globalization;

namespace Itoloc.Cli;

/// <summary>Prints tables that read well on a terminal and are Markdown too.</summary>
static class TextTable
{
    /// <summary>Writes a table; the first column is text, the others are numbers.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">As many cells each as the header has.</param>
    public static void Write(TextWriter output, string[] header, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. header.Select((name, column) => rows.Max(row => Math.Max(name.Length, row[column].Length)))];
        WriteRow(header);
        WriteRow([.. widths.Select((width, column) => new string('-', column == 0 ? width : width - 1) + (column == 0 ? "" : ":"))]);
        foreach (var row in rows) WriteRow(row);

        void WriteRow(string[] cells) => output.WriteLine(
            $"| {string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |");
    }

    /// <summary>Metres with two decimals; a dash where there is no number.</summary>
    public static string Metres(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A share of 0 to 1 as a percentage; a dash where there is no number.</summary>
    public static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>A number of things, such as <c>1 scan</c> or <c>2,000 scans</c>.</summary>
    public static string Count(long number, string thing) =>
        FormattableString.Invariant($"{number:N0} {thing}{(number == 1 ? "" : "s")}");
}
