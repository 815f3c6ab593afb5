using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 12: success over months, with unlabelled scans to learn from.</summary>
sealed class Figure12 : IFigure
{
    const string Own = "itoloc", Frozen = "itoloc-frozen";

    public string Name => "12";

    public string Title => "Months, updated with unlabelled scans";

    public string Paper =>
        "After seven months iToLoc still succeeds in 91 % of cases, 5.8 % less than at first; AcMu, Chameleon and WILL lose "
        + "at least 17 %. A redecoration in week 18 hits them hard and iToLoc hardly.";

    public IReadOnlyList<Study> Studies => [StudyList.Mall, StudyList.Turnover];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        var study = (MethodStudy)log.Study;
        int[] times = [.. log.Distinct(StudyLog.Time).Order()];
        var lines = TimeLines.Of(log, StudyList.LongTermMethods, times);
        var own = lines[Own];
        string[] rivals = [.. StudyList.PaperUpdaters.Where(lines.ContainsKey)];
        double lost = own[0] - own[^1];
        double leastLost = rivals.Min(rival => lines[rival][0] - lines[rival][^1]);
        double lead = own[^1] - rivals.Max(rival => lines[rival][^1]);
        int ahead = times.Index().Count(time => rivals.All(rival => own[time.Index] >= lines[rival][time.Index]));
        return new(
            study.Name,
            TimeLines.Chart($"Success with updates: {study.Title}", study, times, lines),
            $"iToLoc: {Say.Percent(own[0])} at first, {Say.Percent(own[^1])} at last; never updated "
            + $"{Say.Percent(lines[Frozen][^1])}; the best of AcMu, Chameleon and WILL {Say.Percent(own[^1] - lead)}; "
            + $"kNN*, never updated, {Say.Percent(lines["knn-star-fixed"][^1])}.",
            [
                new("Success at last", "at least 90 %", Say.Percent(own[^1]), own[^1] >= 0.90),
                new("Lost from first to last", "at most 5.8 points", Say.Points(lost), lost <= 0.058),
                new("AcMu, Chameleon and WILL each lose", "at least 17 points", $"the steadiest {Say.Points(leastLost)}", leastLost >= 0.17),
                new("Ahead of the best of the three at last by", "more than 20 points", Say.Points(lead), lead > 0.20),
                new("Best of them at every time", "yes", $"{ahead} of {times.Length} times", ahead == times.Length),
                new("Better at last than never updated", "yes", $"{Say.Points(own[^1] - lines[Frozen][^1])} more", own[^1] > lines[Frozen][^1]),
            ])
        {
            Where = log.Study.Place,
            Cells =
            [
                .. lines.Select(line => ($"12 {study.Place}: at last", line.Key, Say.Percent(line.Value[^1]))),
                .. lines.Select(line => ($"12 {study.Place}: lost", line.Key, Say.Points(line.Value[0] - line.Value[^1]))),
            ],
        };
    }
}
