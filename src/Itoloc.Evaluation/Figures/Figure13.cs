using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 13: success on each target domain, with and without the adversary.</summary>
sealed class Figure13 : IFigure
{
    const string Own = "itoloc", Without = "itoloc-no-adversary";

    public string Name => "13";

    public string Title => "The adversary";

    public string Paper =>
        "Over 25 target domains (five devices, five times) success has a standard deviation of 0.24 % with the adversary and "
        + "1.62 % without; the mean is 4.9 % higher.";

    public IReadOnlyList<Study> Studies => [StudyList.Office, StudyList.Classroom, StudyList.CrossDevice];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.Select(Draw);

    static Panel Draw(StudyLog log)
    {
        static bool Which(TestResult test) => test.Group != ShortTerm.Known;
        string[] domains = [.. log.Distinct(test => (test.Group, test.Name)).Where(test => test.Group != ShortTerm.Known)
            .Select(test => test.Name).Distinct()];
        double[] Success(string method) =>
            [.. domains.Select(domain => log.Success(method, test => Which(test) && test.Name == domain)!.Value)];
        var (own, without) = (Success(Own), Success(Without));
        var (with, bare) = (SeedFigure.Of(own)!, SeedFigure.Of(without)!);
        // What counting so many scans alone would scatter, were all domains alike.
        int scans = (int)log.Mean(Own, test => test.Statistics.N, Which)!.Value;
        double chance = Math.Sqrt(with.Value * (1 - with.Value) / scans);
        double gain = with.Value - bare.Value;
        return new(
            log.Study.Name,
            new($"Success by target domain: {log.Study.Title}", new("target domain (day by day, device by device)"),
                new("scans located in the right place (%)", null, 100),
                [Line("iToLoc", own), Line("without the adversary", without)])
            {
                Categories = domains,
            },
            $"Standard deviation over {domains.Length} domains: {Say.Points(with.Spread)} with the adversary, "
            + $"{Say.Points(bare.Spread)} without; {scans} scans a domain would scatter {Say.Points(chance)} by chance if they were independent. "
            + $"Mean success {Say.Percent(with.Value)} and {Say.Percent(bare.Value)}.",
            [
                new("Standard deviation of success over target domains", "0.24 points", Say.Points(with.Spread), with.Spread <= 0.0024),
                new("Less than without the adversary", "0.24 against 1.62 points",
                    $"{Say.Points(with.Spread)} against {Say.Points(bare.Spread)}", with.Spread < bare.Spread),
                new("Mean success higher by", "4.9 points", Say.Points(gain), gain >= 0.049),
            ])
        {
            Where = log.Study.Place,
            Cells =
            [
                ($"13 {log.Study.Place}: deviation", Own, Say.Points(with.Spread)),
                ($"13 {log.Study.Place}: deviation", Without, Say.Points(bare.Spread)),
            ],
        };
    }

    static Series Line(string name, double[] shares) =>
        new(name, [.. shares.Select((share, i) => ((double)i, Math.Round(100 * share, 2)))]);
}
