using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figure 5: what the extractor learns, without and with the adversary, laid out by t-SNE.</summary>
sealed class Figure05 : IFigure
{
    public string Name => "5";

    public string Title => "Learned features";

    public string Paper =>
        "Without the adversary features gather by domain and mix places; with it they gather by place and mix domains.";

    public IReadOnlyList<Study> Studies => [StudyList.OfficeFeatures, StudyList.PhoneFeatures];

    public IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs) => logs.SelectMany(Draw);

    static IEnumerable<Panel> Draw(StudyLog log)
    {
        var (without, with) = (log.Observations[FeatureStudy.Without], log.Observations[FeatureStudy.With]);
        string Domain(Benchmarking.Observation seen) => Say.Percent(seen.Values["domain"]);
        string Place(Benchmarking.Observation seen) => Say.Percent(seen.Values["place"]);
        Check[] checks =
        [
            new("With the adversary domains mix better", "own domain's excess over 50 % at least halved (our bound)",
                $"{Domain(without)} without, {Domain(with)} with",
                with.Values["domain"] - 0.5 <= (without.Values["domain"] - 0.5) / 2),
            new("With the adversary an unseen device's places are told apart better",
                "nearest neighbour of the same place at least 1 point more often (our bound)", $"{Place(without)} without, {Place(with)} with",
                with.Values["place"] >= without.Values["place"] + 0.01),
        ];
        foreach (var seen in (Benchmarking.Observation[])[without, with])
        {
            var chart = new Chart(
                $"Features, {seen.Name}: {log.Study.Title}", new("t-SNE, first axis (no unit)"),
                new("t-SNE, second axis (no unit)"), Series.Of(seen))
            {
                Mark = Mark.Points,
            };
            yield return new(
                $"{log.Study.Name}-{(seen == with ? "with" : "without")}", chart,
                $"Features {(seen == with ? "with" : "without")} the adversary: {Domain(seen)} of "
                + $"{seen.Values["scans"]:0} scans have a nearest neighbour of their own domain (50 % would be mixed), "
                + $"{Place(seen)} of the unseen phone's scans one from their own place of {seen.Values["places"]:0}.",
                seen == with ? checks : [])
            {
                Where = log.Study.Place,
            };
        }
    }
}
