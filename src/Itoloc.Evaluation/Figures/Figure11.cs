using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 11: success device by device.</summary>
sealed class Figure11 : IFigure
{
    public string Name => "11";

    public string Title => "Device diversity";

    public string Paper =>
        "iToLoc's success varies by less than 1 % over five unseen devices, two watches among them; the others' suffers "
        + "severely.";

    public IReadOnlyList<Study> Studies => [StudyList.Office, StudyList.Classroom, StudyList.CrossDevice];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        string[] devices = [.. log.Distinct(test => (test.Group, Device: StudyLog.Device(test)))
            .Where(test => test.Group != ShortTerm.Known).Select(test => test.Device).Distinct()];
        var success = StudyList.ShortTermMethods.Where(method => log.Of(method).Any()).ToDictionary(
            method => method,
            method => (double[])[.. devices.Select(device => log.Success(method, test => StudyLog.Device(test) == device)!.Value)]);
        static double Range(double[] values) => values.Max() - values.Min();
        double own = Range(success["itoloc"]);
        double least = StudyList.PaperRivals.Where(success.ContainsKey).Min(rival => Range(success[rival]));
        double? known = log.Success("itoloc", test => test.Group == ShortTerm.Known);
        return new(
            log.Study.Name,
            new($"Success by unseen device: {log.Study.Title}", new(""), new("scans located in the right place (%)", 0, 100),
                [
                    .. success.Select(method => new Series(
                        Say.Method(method.Key), [.. method.Value.Select((share, i) => ((double)i, Math.Round(100 * share, 2)))])),
                ])
            {
                Mark = Mark.Bars,
                Categories = devices,
            },
            $"iToLoc: {Say.Percent(success["itoloc"].Min())} to {Say.Percent(success["itoloc"].Max())} over the devices"
            + (known is null ? "" : $" ({Say.Percent(known)} with a phone of the survey)")
            + $"; the steadiest of the paper's rivals spreads {Say.Points(least)}.",
            [
                new("Success varies over unseen devices by", "less than 1 point", Say.Points(own), own < 0.01),
                new("Less than with every rival of the paper", "yes", $"{Say.Points(own)} against {Say.Points(least)}", own < least),
                .. known is { } reference
                    ? (Check[])[new("Lost against a phone of the survey, worst device", "less than 1 point",
                        Say.Points(reference - success["itoloc"].Min()), reference - success["itoloc"].Min() < 0.01)]
                    : [],
            ])
        {
            Where = log.Study.Place,
            Cells =
            [
                .. success.Select(method =>
                    ($"11 {log.Study.Place}: worst device", method.Key, Say.Percent(method.Value.Min()))),
            ],
        };
    }
}
