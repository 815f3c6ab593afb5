using System.Text;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>The report's tables.</summary>
static class ReportTables
{
    const string Nothing = "–";

    /// <summary>Every claim of the paper against ours, a column a study.</summary>
    public static void Claims(StringBuilder page, IReadOnlyList<DrawnFigure> figures, bool isSimulated)
    {
        var checks =
            (from figure in figures
             from panel in figure.Half(isSimulated)
             from check in panel.Checks
             select (Figure: figure.Heading, Where: check.Where ?? panel.Where, Check: check)).ToList();
        if (checks.Count == 0)
            return;
        string[] places = [.. checks.Select(check => check.Where).Distinct()];
        page.Append($"<h2>The paper's claims against ours: {Kind(isSimulated)}</h2>\n<div class=\"wide\">");
        Write(page,
        [
            ["", "claim", "paper", .. places],
            .. checks.GroupBy(check => (check.Figure, check.Check.Claim, check.Check.Paper)).Select(claim => (string[])
            [
                claim.Key.Figure, claim.Key.Claim, claim.Key.Paper,
                .. places.Select(place => claim.Where(check => check.Where == place)
                    .Select(check => $"{check.Check.Ours}: {(check.Check.Holds ? "holds" : "does not")}").FirstOrDefault(Nothing)),
            ]),
        ]);
        page.Append("</div>\n");
    }

    /// <summary>The methods' figures, a column a figure.</summary>
    public static void Methods(StringBuilder page, IReadOnlyList<DrawnFigure> figures, bool isSimulated)
    {
        var cells = figures.SelectMany(figure => figure.Half(isSimulated)).SelectMany(panel => panel.Cells).ToList();
        if (cells.Count == 0)
            return;
        string[] columns = [.. cells.Select(cell => cell.Column).Distinct()];
        var texts = cells.ToDictionary(cell => (cell.Column, cell.Method), cell => cell.Text);
        page.Append($"<h2>Methods and figures: {Kind(isSimulated)}</h2>\n<div class=\"wide\">");
        Write(page,
        [
            ["method", .. columns],
            .. cells.Select(cell => cell.Method).Distinct().Select(method => (string[])
                [Say.Method(method), .. columns.Select(column => texts.GetValueOrDefault((column, method), Nothing))]),
        ]);
        page.Append("</div>\n");
    }

    /// <summary>A panel's claims.</summary>
    public static void Checks(StringBuilder page, IReadOnlyList<Check> checks) => Write(page, checks.Count == 0 ? [] :
    [
        ["claim", "paper", "ours", "holds"],
        .. checks.Select(check => (string[])
        [
            check.Where is null ? check.Claim : $"{check.Claim} ({check.Where})", check.Paper, check.Ours,
            check.Holds ? "yes" : "no",
        ]),
    ]);

    /// <summary>Where the figures come from.</summary>
    public static void Provenance(StringBuilder page, IReadOnlyList<StudyLog> logs)
    {
        page.Append("<h2>How it was measured</h2>\n<div class=\"wide\">");
        Write(page,
        [
            ["study", "what", "seeds", "data", "commit", "processor", "minutes of one-thread trainings"],
            .. logs.Select(log => (string[])
            [
                log.Study.Name, (log.Study as MethodStudy)?.Protocol.Description ?? log.Study.Title,
                string.Join(", ", log.Start.Seeds),
                log.Start.DataHash == RunStart.Simulated
                    ? RunStart.Simulated
                    : string.Join(", ", log.Study.Archives.Zip(
                        log.Start.DataHash.Split(' '), (file, hash) => $"{file} {hash[..12]}")),
                log.Start.Commit is { Length: > 12 } commit ? commit[..12] : "unknown", log.Start.Processor,
                log.Seconds > 0 ? SvgText.Of($"{log.Seconds / 60:0.0}") : Nothing,
            ]),
        ]);
        page.Append("</div>\n");
    }

    /// <summary>A table whose first line is the heading; nothing where it has no lines.</summary>
    public static void Write(StringBuilder page, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
            return;
        page.Append("<table>\n");
        foreach (var (number, row) in rows.Index())
        {
            string cell = number == 0 ? "th" : "td";
            page.Append("<tr>").AppendJoin("", row.Select(text => $"<{cell}>{SvgText.Escape(text)}</{cell}>")).Append("</tr>\n");
        }
        page.Append("</table>\n");
    }

    static string Kind(bool isSimulated) => isSimulated ? "simulated buildings" : "real data";
}
