using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 10: success as time goes by without an update.</summary>
sealed class Figure10 : IFigure
{
    public string Name => "10";

    public string Title => "Time since the survey, no update";

    public string Paper =>
        "iToLoc finds the right region in more than 95 % of cases even after two weeks and loses less than 1 %; the "
        + "others lose more than 9 %.";

    public IReadOnlyList<Study> Studies => [StudyList.Office, StudyList.Classroom, StudyList.Library];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        var study = (MethodStudy)log.Study;
        int[] times = [.. log.Distinct(StudyLog.Time).Order()];
        var lines = TimeLines.Of(log, StudyList.ShortTermMethods, times);
        var own = lines["itoloc"];
        double lost = own[0] - own[^1];
        var losses = StudyList.PaperRivals.Where(lines.ContainsKey).Select(rival => lines[rival][0] - lines[rival][^1]).ToList();
        return new(
            study.Name,
            TimeLines.Chart($"Success without update: {study.Title}", study, times, lines),
            $"iToLoc: {Say.Percent(own[0])} at first, {Say.Percent(own[^1])} at last; the paper's rivals lose between "
            + $"{Say.Points(losses.Min())} and {Say.Points(losses.Max())}.",
            [
                new("Success at last", "more than 95 %", Say.Percent(own[^1]), own[^1] > 0.95),
                new("Lost from first to last", "less than 1 point", Say.Points(lost), lost < 0.01),
                new("Each of the paper's rivals loses", "more than 9 points", $"the steadiest {Say.Points(losses.Min())}", losses.Min() > 0.09),
            ])
        {
            Where = log.Study.Place,
            Cells = [.. lines.Select(line => ($"10 {study.Place}: lost", line.Key, Say.Points(line.Value[0] - line.Value[^1])))],
        };
    }
}
