using System.Globalization;
using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Table I: what was surveyed.</summary>
sealed class TableOne : IFigure
{
    static readonly Dictionary<string, (double Area, double Grid, int Regions, int Samples)> PaperSays = new()
    {
        ["office"] = (600, 1, 13, 72_000),
        ["classroom"] = (1_360, 1.5, 18, 96_000),
        ["mall"] = (2_130, double.NaN, 30, 288_000),
    };

    public string Name => "table-1";

    public string Title => "Data collection";

    public string Paper =>
        "Office 600 m², 1 m grid, 13 regions, 72,000 samples; classroom 1,360 m², 1.5 m, 18, 96,000 (two weeks each); "
        + "mall 2,130 m², 30 regions, 288,000 in seven months.";

    public IReadOnlyList<Study> Studies => [StudyList.Buildings, StudyList.Sets];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        var counts = log.Observations.Values.ToList();
        string[] columns = [.. counts[0].Values.Keys];
        Series Bars(string name, Func<Observation, double> of) =>
            new(name, [.. counts.Select((count, i) => ((double)i, of(count)))]);
        return new(
            log.Study.Name,
            new($"Scans collected: {log.Study.Title}", new(""), new("scans (number)", 0),
                [
                    Bars("survey", count => count.Values["survey scans"]), Bars("tests", count => count.Values["test scans"]),
                    .. log.Study.IsSimulated ? (Series[])[Bars("the paper's samples", count => PaperSays[count.Name].Samples)] : [],
                ])
            {
                Mark = Mark.Bars,
                Categories = [.. counts.Select(count => count.Name)],
            },
            string.Join("; ", counts.Select(count => string.Create(CultureInfo.InvariantCulture,
                $"{count.Name}: {count.Values["survey scans"]:N0} survey scans, {count.Values["test scans"]:N0} test scans"))) + ".",
            [.. log.Study.IsSimulated ? counts.Select(Held) : []])
        {
            Table =
            [
                ["", .. columns],
                .. counts.Select(count => (string[])
                    [count.Name, .. columns.Select(column => count.Values[column].ToString("N0", CultureInfo.InvariantCulture))]),
            ],
        };
    }

    static Check Held(Observation count)
    {
        var paper = PaperSays[count.Name];
        var plan = Scenarios.Find(count.Name)!;
        double area = plan.Regions.Sum(region => region.Area);
        bool isAlike = Math.Abs(area / paper.Area - 1) <= 0.01 && plan.Regions.Count == paper.Regions
            && (double.IsNaN(paper.Grid) || plan.GridMetres == (float)paper.Grid);
        return new("Area (within 1 %), regions and distance of points as in the paper", "as above",
            SvgText.Of($"{area:N0} m², {plan.Regions.Count}, {plan.GridMetres} m"), isAlike)
        {
            Where = count.Name,
        };
    }
}
