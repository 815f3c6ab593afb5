using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>A figure with its pictures, simulated and real apart.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Simulated">Pictures of simulated buildings.</param>
/// <param name="Real">Pictures of real data.</param>
sealed record DrawnFigure(IFigure Figure, IReadOnlyList<Panel> Simulated, IReadOnlyList<Panel> Real)
{
    /// <summary>Draws a figure from the logs it asks for.</summary>
    public static DrawnFigure Of(IFigure figure, IReadOnlyList<StudyLog> logs)
    {
        Panel[] Half(bool isSimulated)
        {
            StudyLog[] own =
            [
                .. figure.Studies.Where(study => study.IsSimulated == isSimulated)
                    .SelectMany(study => logs.Where(log => log.Study == study)),
            ];
            return own.Length == 0 ? [] : [.. figure.Draw(own)];
        }
        return new(figure, Half(true), Half(false));
    }

    /// <summary>The name for headings, such as "Figure 9".</summary>
    public string Heading => Figure.Name == "table-1" ? "Table I" : $"Figure {Figure.Name}";

    /// <summary>The pictures of one half.</summary>
    public IReadOnlyList<Panel> Half(bool isSimulated) => isSimulated ? Simulated : Real;

    /// <summary>Whether a half reproduces; null where it was not drawn.</summary>
    public string? Verdict(bool isSimulated) => Half(isSimulated) is { Count: > 0 } panels
        ? Figures.Verdict.Of([.. panels.SelectMany(panel => panel.Checks)])
        : null;

    /// <summary>Writes an SVG and a CSV a picture, and a CSV a table.</summary>
    public void Write(string folder)
    {
        foreach (bool isSimulated in (bool[])[true, false])
        {
            foreach (var panel in Half(isSimulated))
            {
                string path = Path.Combine(folder, $"{FileName}-{(isSimulated ? "simulated" : "real")}-{panel.Name}");
                Files.Write($"{path}.svg", SvgChart.Draw(panel.Chart));
                Files.Write($"{path}.csv", CsvChart.Of(panel.Chart));
                if (panel.Table.Count > 0)
                    Files.Write($"{path}-table.csv", CsvChart.Of(panel.Table[0], panel.Table.Skip(1)));
            }
        }
    }

    // With two digits, so that the folder lists them in order.
    string FileName => Figure.Name.Length == 1 ? $"figure-0{Figure.Name}"
        : Figure.Name == "table-1" ? Figure.Name : $"figure-{Figure.Name}";
}
