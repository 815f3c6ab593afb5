using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 15: the errors with and without the spatial constraint.</summary>
sealed class Figure15 : IFigure
{
    const string Own = "itoloc", Without = "itoloc-no-spatial";

    public string Name => "15";

    public string Title => "The spatial constraint";

    public string Paper =>
        "The spatial constraint lowers the mean error by 18.3 % to 1.86 m and the 95 % quantile by 32.4 % to 5.41 m "
        + "(which contradicts the 3.4 m of the abstract).";

    public IReadOnlyList<Study> Studies => [StudyList.Office, StudyList.Classroom, StudyList.CrossDevice];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        static bool Which(TestResult test) => test.Group != ShortTerm.Known;
        var (mean, p95) = ErrorCurves.Of(log, Own, Which)!.Value;
        var (bareMean, bare95) = ErrorCurves.Of(log, Without, Which)!.Value;
        double gain = 1 - mean / bareMean, gain95 = 1 - p95 / bare95;
        return new(
            log.Study.Name,
            ErrorCurves.Draw($"Errors with and without the spatial constraint: {log.Study.Title}", log, [Own, Without], Which),
            $"Mean {Say.Metres(mean)} with the constraint, {Say.Metres(bareMean)} without; 95 % within {Say.Metres(p95)} "
            + $"and {Say.Metres(bare95)}.",
            [
                new("Mean error lower by", "18.3 %", Say.Percent(gain), gain >= 0.183),
                new("95 % quantile lower by", "32.4 %", Say.Percent(gain95), gain95 >= 0.324),
            ])
        {
            Where = log.Study.Place,
            Cells =
            [
                ($"15 {log.Study.Place}: 95 %", Own, Say.Metres(p95)),
                ($"15 {log.Study.Place}: 95 %", Without, Say.Metres(bare95)),
            ],
        };
    }
}
