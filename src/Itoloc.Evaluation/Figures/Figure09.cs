using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 9: the error's distribution of all methods, phones unseen in the survey.</summary>
sealed class Figure09 : IFigure
{
    public string Name => "9";

    public string Title => "Overall accuracy";

    public string Paper =>
        "1.92 m on average, 95 % within 3.4 m; better than the best rival (CNNLoc) by 32.1 % in the mean and 24.6 % in "
        + "the 95 % quantile.";

    public IReadOnlyList<Study> Studies => [StudyList.Office, StudyList.Classroom, StudyList.CrossDevice];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        bool Which(TestResult test) => test.Group != ShortTerm.Known;
        var figures = StudyList.ShortTermMethods.Select(method => (Method: method, Errors: ErrorCurves.Of(log, method, Which)))
            .Where(method => method.Errors is not null)
            .ToDictionary(method => method.Method, method => method.Errors!.Value);
        var (mean, p95) = figures["itoloc"];
        string[] rivals = [.. StudyList.PaperRivals.Where(figures.ContainsKey)];
        string best = rivals.MinBy(rival => figures[rival].Mean)!;
        double gain = 1 - mean / figures[best].Mean, gain95 = 1 - p95 / rivals.Min(rival => figures[rival].P95);
        string[] below = [.. rivals.Where(rival => figures[rival].Mean > figures["nn"].Mean).Select(Say.Method)];
        double anchor = 1 - mean / figures["knn-star-fixed"].Mean;
        return new(
            log.Study.Name,
            ErrorCurves.Draw($"Errors with unseen devices: {log.Study.Title}", log, StudyList.ShortTermMethods, Which),
            $"iToLoc: {Say.Metres(mean)} on average, 95 % within {Say.Metres(p95)}. The best of the paper's rivals, "
            + $"{Say.Method(best)}: {Say.Metres(figures[best].Mean)}; kNN*, which the paper does not compare: {Say.Metres(figures["knn-star-fixed"].Mean)}. "
            + $"Less good than the nearest scan ({Say.Metres(figures["nn"].Mean)}): {(below.Length == 0 ? "none of them" : string.Join(", ", below))}.",
            [
                new("Mean error", "1.92 m", Say.Metres(mean), mean <= 1.92),
                new("95 % of scans within", "3.4 m", Say.Metres(p95), p95 <= 3.4),
                new("Mean error less than the best of ViViPlus, WiDeep, CNNLoc, GIFT by", "more than 30 %",
                    $"{Say.Percent(gain)} ({Say.Method(best)})", gain > 0.30),
                new("95 % quantile less than the best of the four by", "24.6 %", Say.Percent(gain95), gain95 >= 0.246),
                new("The same lead over kNN*, too", "more than 30 %",
                    $"{Say.Percent(Math.Min(gain, anchor))} ({Say.Percent(anchor)} over kNN*)", Math.Min(gain, anchor) > 0.30),
            ])
        {
            Where = log.Study.Place,
            Cells =
            [
                .. figures.Select(method => ($"9 {log.Study.Place}: mean", method.Key, Say.Metres(method.Value.Mean))),
                .. figures.Select(method => ($"9 {log.Study.Place}: 95 %", method.Key, Say.Metres(method.Value.P95))),
            ],
        };
    }
}
