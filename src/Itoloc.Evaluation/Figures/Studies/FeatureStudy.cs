using Itoloc.Evaluation.Benchmarking;
using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>What the extractor makes of scans at some places by phones of the survey and by one it never saw (Figure 5).</summary>
/// <remarks>
/// Of each place as many scans of either domain are taken, at most <see cref="ScansOfADomain"/>. Two places are drawn,
/// as in the paper; the figures are over all of them: <c>place</c>, the share of the unseen phone's scans whose nearest
/// scan of the survey's phones is from the same place, and <c>domain</c>, the share of all scans whose nearest other
/// scan is of the same domain (0.5 when the domains are mixed).
/// </remarks>
sealed class FeatureStudy(string name, string title, IReadOnlyList<string> archives, Func<StudyOptions, FeatureScans> read)
    : ObservationStudy(name, title)
{
    /// <summary>The two trainings observed.</summary>
    public const string Without = "without the adversary", With = "iToLoc";

    /// <summary>The drawn series: place and domain.</summary>
    public const string Source = "phones of the survey", Target = "unseen phone";

    const int Drawn = 2, Places = 12, ScansOfADomain = 30;

    public override IReadOnlyList<string> Archives => archives;

    protected override IReadOnlyList<string> Observations => [Without, With];

    protected override Observation Observe(string observation, StudyOptions options, CancellationToken cancellation)
    {
        var scans = read(options);
        var recipe = observation == Without ? Recipe.Default with { AdversaryStrength = 0 } : Recipe.Default;
        var model = LocalizerTrainer.Train(scans.Train, new() { Recipe = recipe }, null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var marked = Choose(scans);
        var features = model.Features([.. marked.Select(m => m.Scan)]);
        int[] drawn = [.. Enumerable.Range(0, marked.Count).Where(i => marked[i].Place < Drawn)];
        var places = TSne.Embed([.. drawn.Select(i => features[i])], perplexity: 20, seed: 1);
        return new()
        {
            Name = observation,
            Points =
            [
                .. drawn.Zip(places, (i, at) => new ObservedPoint(
                    $"place {marked[i].Place + 1}, {(marked[i].IsTarget ? Target : Source)}", "",
                    Math.Round(at.X, 3), Math.Round(at.Y, 3))).OrderBy(point => point.Series, StringComparer.Ordinal),
            ],
            Values = Agreement(features, marked),
        };
    }

    static List<Marked> Choose(FeatureScans scans)
    {
        var target = scans.Target.ToLookup(scan => (scan.X!.Value, scan.Y!.Value));
        var source = scans.Source.Where(scan => target.Contains((scan.X!.Value, scan.Y!.Value)))
            .ToLookup(scan => (scan.X!.Value, scan.Y!.Value));
        var shared = target.Select(place => place.Key).Where(source.Contains).ToList();
        // The first and the rest spread evenly over the survey's order, so that places are not all neighbours.
        int count = Math.Min(Places, shared.Count);
        List<Marked> marked = [];
        foreach (int number in Enumerable.Range(0, count))
        {
            var place = shared[number * shared.Count / count];
            int each = Math.Min(ScansOfADomain, Math.Min(source[place].Count(), target[place].Count()));
            marked.AddRange(source[place].Take(each).Select(scan => new Marked(scan, number, false)));
            marked.AddRange(target[place].Take(each).Select(scan => new Marked(scan, number, true)));
        }
        return marked;
    }

    static Dictionary<string, double> Agreement(IReadOnlyList<float[]> features, List<Marked> marked)
    {
        int Nearest(int i, Func<int, bool> among) => Enumerable.Range(0, marked.Count).Where(j => j != i && among(j))
            .MinBy(j => TSne.SquaredDistance(features[i], features[j]));
        int[] targets = [.. Enumerable.Range(0, marked.Count).Where(i => marked[i].IsTarget)];
        return new()
        {
            ["place"] = targets.Average(i => marked[Nearest(i, j => !marked[j].IsTarget)].Place == marked[i].Place ? 1.0 : 0),
            ["domain"] = Enumerable.Range(0, marked.Count)
                .Average(i => marked[Nearest(i, _ => true)].IsTarget == marked[i].IsTarget ? 1.0 : 0),
            ["places"] = marked.Max(m => m.Place) + 1,
            ["scans"] = marked.Count,
        };
    }

    sealed record Marked(Scan Scan, int Place, bool IsTarget);
}

/// <summary>Scans for a <see cref="FeatureStudy"/>.</summary>
/// <param name="Train">The survey, by several phones.</param>
/// <param name="Source">Labelled scans of those phones at the survey's points.</param>
/// <param name="Target">Labelled scans of another phone at the survey's points.</param>
sealed record FeatureScans(IReadOnlyList<Scan> Train, IReadOnlyList<Scan> Source, IReadOnlyList<Scan> Target);
