using System.Globalization;
using System.Text;

namespace Itoloc.Datasets;

/// <summary>Rows of plain tables: numbers separated by commas.</summary>
static class NumericRow
{
    /// <summary>Reads a row of exactly as many finite numbers as there is room for.</summary>
    /// <returns>Null, or what is wrong with the row.</returns>
    public static string? Parse(ReadOnlySpan<byte> line, Span<double> values)
    {
        int count = 0;
        foreach (Range range in line.Split((byte)','))
        {
            if (count < values.Length && !TryParse(line[range], out values[count]))
                return $"column {count + 1} is not a number";
            count++;
        }
        return count == values.Length ? null : $"expected {values.Length} columns, got {count}";
    }

    /// <summary>The names in a header.</summary>
    public static string[] Header(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line).Split(',', StringSplitOptions.TrimEntries);

    /// <summary>Reads a finite number, a point before the decimals.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text.Trim(" \t"u8), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);
}
