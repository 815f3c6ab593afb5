using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 2: levels differ by time and phone, and an old survey misleads.</summary>
sealed class Figure02 : IFigure
{
    public string Name => "2";

    public string Title => "Why fingerprints mislead";

    public string Paper =>
        "Levels at one place change with time and from device to device, and a survey deteriorates: errors of plain "
        + "matching sometimes reach ten metres.";

    public IReadOnlyList<Study> Studies =>
        [StudyList.OfficeLevels, StudyList.AgeingMall, StudyList.PhoneLevels, StudyList.AgeingOffice];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.SelectMany(log =>
        log.Study is MethodStudy ? Deterioration(log) : log.Observations.Values.Select(seen => Levels(log, seen)));

    static Panel Levels(StudyLog log, Benchmarking.Observation seen)
    {
        string[] keys = [.. seen.Points.Select(point => point.Label).Distinct()];
        var chart = new Chart(
            $"Level at one place {seen.Name}: {log.Study.Title}", new(""), new("level (dBm)"), Series.Of(seen))
        {
            Categories = keys,
        };
        bool isTime = seen.Name == LevelStudy.OverTime;
        string spread = Say.Decibels(seen.Values["spread"]);
        return new(
            $"{log.Study.Name}-{seen.Name.Replace(' ', '-')}", chart,
            $"The level of one access point at one place spreads {spread} (standard deviation) {seen.Name}: the median "
            + $"over {seen.Values["places"]:0} places and the access points heard every time.",
            [
                new(
                    isTime ? "Levels at one place change with time" : "Devices hear one access point differently",
                    "at least 2 dB (our bound)", spread, seen.Values["spread"] >= 2),
            ])
        {
            Where = log.Study.Place,
        };
    }

    static IEnumerable<Panel> Deterioration(StudyLog log)
    {
        var study = (MethodStudy)log.Study;
        int[] times = [.. log.Distinct(StudyLog.Time).Order()];
        (double, double)[] Over(Func<Benchmarking.TestResult, double?> figure) =>
            [.. times.Select(time => ((double)time, log.Mean("nn", figure, test => StudyLog.Time(test) == time) ?? double.NaN))];
        var mean = Over(test => test.Statistics.Mean);
        var p95 = Over(test => test.Statistics.P95);
        if (mean.Length < 2)
            yield break;
        double first = mean[0].Item2, last = mean[^1].Item2;
        yield return new(
            $"{study.Name}-deterioration",
            new($"An ageing survey, plain matching: {study.Title}", new(study.TimeUnit), new("localization error (m)", 0),
                [new("mean, nearest scan", mean), new("95 % quantile, nearest scan", p95)]),
            $"Matching against the nearest scan of the survey errs {Say.Metres(first)} on average at first and "
            + $"{Say.Metres(last)} at last.",
            [new("A survey deteriorates", "error grows by at least 10 % (our bound)",
                $"{Say.Metres(first)} to {Say.Metres(last)}", last >= 1.1 * first)])
        {
            Where = study.Place,
        };
    }
}
