namespace Itoloc.Datasets;

/// <summary>
/// A comma-separated table of numbers, one scan a row: some columns are labels, every other one an access point.
/// </summary>
/// <param name="entry">The file; its first line names the columns.</param>
/// <param name="readings">Receives the readings of the current row.</param>
/// <param name="notHeard">The value that stands for "not heard".</param>
/// <param name="labels">The names of the columns that are labels.</param>
sealed class FingerprintTable(DatasetEntry entry, ReadingCollector readings, double notHeard, params string[] labels)
{
    /// <summary>
    /// The values of the labels, row by row, in the order of their names; the array is used again for the next row.
    /// </summary>
    public IEnumerable<double[]> Rows()
    {
        using Stream stream = entry.Open();
        using var lines = new LineReader(stream, entry.FullName, readings.Report);
        if (!lines.Read()) yield break;
        string[] header = NumericRow.Header(lines.Text.Span);
        int[] labelColumns = [.. labels.Select(label => Array.IndexOf(header, label))];
        int missing = Array.IndexOf(labelColumns, -1);
        if (missing >= 0)
        {
            readings.Report.Skip(entry.FullName, 0, $"no column {labels[missing]} in the header");
            yield break;
        }
        int[] columns = [.. Enumerable.Range(0, header.Length).Except(labelColumns)];
        string?[] accessPoints = [.. columns.Select(column => readings.Canonical(header[column]))];

        double[] row = new double[header.Length];
        double[] label = new double[labels.Length];
        while (lines.Read())
        {
            if (lines.IsBlank) continue;
            if (NumericRow.Parse(lines.Text.Span, row) is string reason)
            {
                readings.Report.Skip(entry.FullName, lines.Number, reason);
                continue;
            }
            for (int i = 0; i < columns.Length; i++)
                if (row[columns[i]] != notHeard)
                    readings.Add(accessPoints[i], row[columns[i]]);
            for (int i = 0; i < label.Length; i++) label[i] = row[labelColumns[i]];
            yield return label;
        }
    }
}
