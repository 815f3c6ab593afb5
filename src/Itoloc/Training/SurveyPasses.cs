namespace Itoloc.Training;

/// <summary>The passes of floors that were surveyed walking: stretches of scans that came one after another.</summary>
/// <remarks>
/// Where most positions have one scan, the scans next to it are of the same walk, taken a moment before and after, and give
/// its place away. So a floor's scans, in the order of their devices and times, are cut into stretches of equal length, to
/// be left out together. Differs from the paper, whose surveys stand on points.
/// </remarks>
sealed class SurveyPasses
{
    /// <summary>Passes of a floor.</summary>
    public const int Count = 30;

    readonly Dictionary<SurveyRow, int> _passOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds the passes.</summary>
    /// <param name="rows">The survey's rows; the same row may stand for several scans.</param>
    public SurveyPasses(IReadOnlyList<SurveyRow> rows)
    {
        foreach (IGrouping<(string?, string?), SurveyRow> floor in rows
            .Distinct<SurveyRow>(ReferenceEqualityComparer.Instance).GroupBy(row => (row.Building, row.Floor)))
        {
            SurveyRow[] scans = [.. floor.OrderBy(row => row.Device, StringComparer.Ordinal).ThenBy(row => row.Time)];
            int[] positions = [.. scans.GroupBy(row => (row.X, row.Y)).Select(position => position.Count())];
            if (2 * positions.Count(count => count == 1) <= positions.Length)
                continue;
            for (int i = 0; i < scans.Length; i++)
                _passOf[scans[i]] = (int)((long)i * Count / scans.Length);
        }
    }

    /// <summary>The number of a row's pass, from 0; null where its floor was not surveyed walking.</summary>
    public int? PassOf(SurveyRow row) => _passOf.TryGetValue(row, out int pass) ? pass : null;
}
