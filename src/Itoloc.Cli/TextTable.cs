using System.Globalization;
using Spectre.Console;

namespace Itoloc.Cli;

/// <summary>Prints tables that read well on a terminal and paste into Markdown.</summary>
static class TextTable
{
    const int MaximumWidth = 400;

    /// <summary>Writes a table; the first column is text, the others are numbers.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Markdown };
        for (var i = 0; i < header.Count; i++)
        {
            var column = new TableColumn(Markup.Escape(header[i])) { NoWrap = true };
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = MaximumWidth;
        console.Write(table);
    }

    /// <summary>Metres with two decimals; a dash where there is no number.</summary>
    public static string Metres(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A share of 0 to 1 as a percentage; a dash where there is no number.</summary>
    public static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";
}
