using System.Text;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>The report: one HTML page that needs nothing else, neither scripts nor the network.</summary>
static class Report
{
    const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #222; }
        body { max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
        h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 3rem; border-top: 2px solid #222; padding-top: .6rem; }
        table { border-collapse: collapse; font-size: 13px; margin: 1rem 0; } .wide { overflow-x: auto; }
        th, td { border: 1px solid #bbb; padding: .25rem .5rem; text-align: left; vertical-align: top; }
        th { background: #f2f2f2; } .wide td:first-child { white-space: nowrap; }
        section.half { border-left: 6px solid #0072b2; padding-left: 1rem; margin: 1.5rem 0; }
        section.half.real { border-color: #009e73; } figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
        figcaption { font-size: 14px; } .verdict { font-weight: 700; } nav { columns: 2; font-size: 14px; }
        small { color: #444; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="figures">The figures, in order.</param>
    /// <param name="logs">The logs they were drawn from.</param>
    /// <param name="leftOut">What was left out and why.</param>
    /// <param name="options">What was asked for.</param>
    public static string Of(
        IReadOnlyList<DrawnFigure> figures, IReadOnlyList<StudyLog> logs, IReadOnlyList<string> leftOut,
        FigureOptions options)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>iToLoc: the paper's figures</title>\n")
            .Append($"<style>{Style}</style></head><body>\n<h1>iToLoc: the paper's figures, measured again</h1>\n")
            .Append(options.Full ? "<p>Full scale.</p>" : "<p>Scaled run: small surveys, and the smaller versions of the "
                + "real protocols. Its figures are for checks, not for comparison with published ones.</p>\n")
            .Append("<p>Simulated buildings and real data never stand in one picture or table. A figure reproduces "
                + "(<i>yes</i>) when every one of its claims below holds with a figure at least as good as the paper's, "
                + "<i>partly</i> when some do, <i>no</i> when none does.</p>\n");
        foreach (string line in leftOut)
            page.Append($"<p><b>Left out:</b> {SvgText.Escape(line)}.</p>\n");
        Summary(page, figures);
        foreach (bool isSimulated in (bool[])[true, false])
        {
            ReportTables.Claims(page, figures, isSimulated);
            ReportTables.Methods(page, figures, isSimulated);
        }
        foreach (var figure in figures)
            Section(page, figure);
        ReportTables.Provenance(page, logs);
        return page.Append("</body></html>\n").ToString();
    }

    static void Summary(StringBuilder page, IReadOnlyList<DrawnFigure> figures)
    {
        page.Append("<table><tr><th>figure</th><th>reproduces, simulated</th><th>reproduces, real</th></tr>\n");
        foreach (var figure in figures)
        {
            page.Append($"<tr><td><a href=\"#{figure.Figure.Name}\">{figure.Heading}. ")
                .Append($"{SvgText.Escape(figure.Figure.Title)}</a></td><td>{figure.Verdict(true) ?? "not measured"}</td>")
                .Append($"<td>{figure.Verdict(false) ?? "not measured"}</td></tr>\n");
        }
        page.Append("</table>\n");
    }

    static void Section(StringBuilder page, DrawnFigure figure)
    {
        page.Append($"<h2 id=\"{figure.Figure.Name}\">{figure.Heading}. {SvgText.Escape(figure.Figure.Title)}</h2>\n")
            .Append($"<p><b>The paper found:</b> {SvgText.Escape(figure.Figure.Paper)}</p>\n");
        foreach (bool isSimulated in (bool[])[true, false])
        {
            string kind = isSimulated ? "Simulated buildings" : "Real data";
            page.Append($"<section class=\"half {(isSimulated ? "simulated" : "real")}\"><h3>{kind}</h3>\n");
            if (figure.Verdict(isSimulated) is not { } verdict)
            {
                page.Append("<p>Not measured.</p></section>\n");
                continue;
            }
            page.Append($"<p class=\"verdict\">Reproduces: {verdict}</p>\n");
            foreach (var panel in figure.Half(isSimulated))
            {
                page.Append($"<figure>{SvgChart.Draw(panel.Chart)}")
                    .Append($"<figcaption><b>We found:</b> {SvgText.Escape(panel.Found)}</figcaption></figure>\n");
                ReportTables.Write(page, panel.Table);
                ReportTables.Checks(page, panel.Checks);
            }
            page.Append("</section>\n");
        }
    }
}
