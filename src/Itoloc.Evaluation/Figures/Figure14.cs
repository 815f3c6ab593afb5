using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 14: images against vectors.</summary>
sealed class Figure14 : IFigure
{
    const string Own = "itoloc", Vector = "itoloc-vector";

    // The building's gain in the paper; elsewhere the least of the three.
    static readonly Dictionary<string, double> Gains = new() { ["office"] = 0.023, ["classroom"] = 0.028, ["mall"] = 0.043 };

    public string Name => "14";

    public string Title => "Image against vector";

    public string Paper => "Images instead of vectors bring 2.3 % in the office, 2.8 % in the classroom building and 4.3 % in the mall.";

    public IReadOnlyList<Study> Studies => [StudyList.Office, StudyList.Classroom, StudyList.MallImage, StudyList.CrossDevice];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs)
    {
        static bool Which(TestResult test) => test.Group != ShortTerm.Known;
        var success = logs.Select(log => (
            log.Study.Place, Own: log.Success(Own, Which) ?? double.NaN,
            Vector: log.Success(Vector, Which) ?? double.NaN)).ToList();
        Series Bars(string name, Func<(string Place, double Own, double Vector), double> of) =>
            new(name, [.. success.Select((study, i) => ((double)i, Math.Round(100 * of(study), 2)))]);
        var gains = success.Select(study => (study.Place, Gain: study.Own / study.Vector - 1,
            Paper: Gains.GetValueOrDefault(study.Place, Gains.Values.Min()))).ToList();
        yield return new(
            "image-and-vector",
            new($"Success with images and vectors: {(logs[0].Study.IsSimulated ? "simulated buildings" : logs[0].Study.Title)}",
                new(""), new("scans located in the right place (%)", 0, 100),
                [Bars("image", study => study.Own), Bars("vector", study => study.Vector)])
            {
                Mark = Mark.Bars,
                Categories = [.. success.Select(study => study.Place)],
            },
            "Relative gain in success: "
                + string.Join("; ", gains.Select(study => $"{study.Place} {Say.Percent(study.Gain)}")) + ".",
            [
                .. gains.Select(study => new Check(
                    "Gain in success of the image over the vector", Say.Percent(study.Paper), Say.Percent(study.Gain),
                    study.Gain >= study.Paper)
                {
                    Where = study.Place,
                }),
            ])
        {
            Cells =
            [
                .. success.SelectMany(study => ((string, string, string)[])
                [
                    ($"14 {study.Place}: success", Own, Say.Percent(study.Own)),
                    ($"14 {study.Place}: success", Vector, Say.Percent(study.Vector)),
                ]),
            ],
        };
    }
}
