using System.Text;

namespace Itoloc.Evaluation.Figures.Charts;

/// <summary>Writes the points of a chart, or a table, as comma-separated values: what was drawn and nothing else.</summary>
static class CsvChart
{
    /// <summary>One line a point: series, x (or the category), y, in the units of the axes' labels.</summary>
    public static string Of(Chart chart) => Of(
        ["series", chart.X.Label.Length > 0 ? chart.X.Label : "name", chart.Y.Label],
        chart.Series.SelectMany(series => series.Points.Select(point => (string[])
        [
            series.Name,
            chart.Categories.Count > 0 ? chart.Categories[(int)point.X] : SvgText.Of($"{point.X}"),
            SvgText.Of($"{point.Y}"),
        ])));

    /// <summary>A heading and lines.</summary>
    public static string Of(IEnumerable<string> heading, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(heading))
            text.AppendJoin(',', row.Select(Quote)).Append('\n');
        return text.ToString();
    }

    static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
