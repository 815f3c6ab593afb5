using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// Chameleon: random subsets of the access points each name a place; where they crowd is the answer, and an access
/// point that does not fit there has been altered and is learned anew.
/// </summary>
/// <remarks>
/// <para>
/// He, Ji and Chan 2016 could not be read; this follows what is known of it and the public code of its group's next
/// system, LAAFU (TMC 2017): weighted k-NN by cosine similarity on random subsets, affinity propagation on the answers,
/// residuals at the estimate, Gaussian processes with a path loss for the map. Given: labelled scans, then unlabelled.
/// </para>
/// <para>
/// Ours: 25 subsets of 60 % of the access points, the same for all scans; k = 5, the cosine over the access points that
/// scan and point both hear, lessened where these are not half of the scan's, or over all of the subset's, whichever errs
/// less inside the survey; the largest cluster answers, and an update believes a scan when it holds 60 % of the subsets.
/// Altered: at least 15 believed scans, with a median difference above 8 dB from the map of the update before, or heard
/// against unheard in more than half; newcomers heard in 15 scans join. What was altered or new once is learned again at every later update, from the believed scans pooled by
/// reference point, and written where the process is sure to 4 dB (its prior is 6 dB); elsewhere it keeps the levels of
/// the update before, and all others keep the survey's.
/// </para>
/// </remarks>
sealed class Chameleon : IMethod
{
    const int Subsets = 25, Neighbours = 5, LeastScans = 15, LeastColumns = 5;
    const double KeptShare = 0.6, BelievedShare = 0.6, AlteredDb = 8, AlteredShare = 0.5, SureDb = 4;

    public string Name => "chameleon";

    public string Description =>
        "subsets of access points vote; altered ones are learned anew (Chameleon 2016, after LAAFU)";

    public string Tuning => $"compared over common | all access points; {SurveyTuner.Note}";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var compared = SurveyTuner.Choose(
            survey, [Compared.Common, Compared.All],
            rest =>
            {
                var map = PointMap.Of(FingerprintSurvey.Of(rest));
                return choice => new Crowd(map, choice, context.Seed, []);
            },
            context);
        return Trained(PointMap.Of(FingerprintSurvey.Of(survey)), compared, [], context.Seed, null) with
        {
            Choice = $"over {compared.ToString().ToLowerInvariant()} access points",
        };
    }

    enum Compared
    {
        Common,
        All,
    }

    // Learned: the access points whose levels are no longer the survey's.
    static TrainedMethod Trained(PointMap map, Compared compared, HashSet<string> learned, int seed, string? note)
    {
        var crowd = new Crowd(map, compared, seed, []);
        return new(crowd) { Note = note, Update = (scans, context) => Update(crowd, learned, scans, context) };
    }

    static TrainedMethod Update(Crowd before, HashSet<string> learned, IReadOnlyList<Scan> scans, MethodContext context)
    {
        bool[] altered = Altered(before, scans);
        context.Cancellation.ThrowIfCancellationRequested();
        var sure = new Crowd(before.Map, before.Compared, context.Seed, altered);
        var believed = scans.Select(scan => (Scan: scan, Vote: sure.Vote(scan)))
            .Where(located => located.Vote is { } vote && vote.Share >= BelievedShare)
            .Select(located => (located.Scan, Place: located.Vote!.Value.Estimate)).ToList();
        var newcomers = before.Map.Newcomers([.. believed.Select(b => b.Scan)], LeastScans);
        var map = before.Map.Copy(newcomers, PointStatistics.Silence);
        HashSet<string> changed = [.. learned, .. before.Map.Names.Where((_, column) => altered[column]), .. newcomers];
        int rewritten = Rewrite(map, changed, believed);
        return Trained(map, before.Compared, changed, context.Seed,
            $"{believed.Count} of {scans.Count} scans believed; {altered.Count(a => a)} altered, {newcomers.Count} new access points; {rewritten} levels rewritten");
    }

    static bool[] Altered(Crowd crowd, IReadOnlyList<Scan> scans)
    {
        var map = crowd.Map;
        List<double>[] differences = [.. map.Names.Select(_ => new List<double>())];
        int[] flips = new int[map.Names.Length], seen = new int[map.Names.Length];
        foreach (var scan in scans)
        {
            if (crowd.Vote(scan) is not { Share: >= BelievedShare } vote)
                continue;
            float[] levels = map.Read(scan).Levels, expected = map.Levels[Nearest(map, vote.Estimate)];
            for (int column = 0; column < levels.Length; column++)
            {
                bool isHeard = levels[column] > PointStatistics.Silence, wasHeard = expected[column] > PointStatistics.Silence + 10;
                seen[column] += isHeard || wasHeard ? 1 : 0;
                flips[column] += isHeard != wasHeard ? 1 : 0;
                if (isHeard && wasHeard)
                    differences[column].Add(Math.Abs(levels[column] - expected[column]));
            }
        }
        return [.. seen.Select((count, column) => count >= LeastScans
            && (flips[column] > AlteredShare * count
                || (differences[column].Count >= LeastScans && Quantile.Of([.. differences[column].Order()], 0.5) > AlteredDb)))];
    }

    static int Rewrite(PointMap map, HashSet<string> changed, List<(Scan Scan, LocationEstimate Place)> believed)
    {
        var pooled = believed.Select(b => (Point: Nearest(map, b.Place), map.Read(b.Scan).Levels))
            .GroupBy(b => b.Point, b => b.Levels).ToDictionary(group => group.Key, group => group.ToList());
        int rewritten = 0;
        foreach (var floor in pooled.Keys.Order().GroupBy(point => (map.Points[point].Building, map.Points[point].Floor)))
        {
            int[] pools = [.. floor];
            int[] points = [.. Enumerable.Range(0, map.Points.Count)
                .Where(point => (map.Points[point].Building, map.Points[point].Floor) == floor.Key)];
            for (int column = 0; column < map.Names.Length && pools.Length > 1; column++)
            {
                if (!changed.Contains(map.Names[column]))
                    continue;
                var process = new GaussianProcess(
                    [.. pools.Select(point => (map.Points[point].X, map.Points[point].Y))],
                    [.. pools.Select(point => pooled[point].Average(levels => (double)levels[column]))]);
                foreach (int point in points)
                {
                    var (mean, deviation) = process.At((map.Points[point].X, map.Points[point].Y));
                    if (deviation >= SureDb)
                        continue;
                    map.Levels[point][column] = (float)Math.Clamp(mean, PointStatistics.Silence, -20);
                    rewritten++;
                }
            }
        }
        return rewritten;
    }

    static int Nearest(PointMap map, LocationEstimate place) => Enumerable.Range(0, map.Points.Count)
        .Where(i => (map.Points[i].Building, map.Points[i].Floor) == (place.Building, place.Floor))
        .MinBy(i => Math.Pow(map.Points[i].X - place.X!.Value, 2) + Math.Pow(map.Points[i].Y - place.Y!.Value, 2));

    /// <summary>The vote of subsets on a map, some access points left out.</summary>
    sealed class Crowd : ILocalizer
    {
        readonly bool[][] _subsets;
        readonly double[]?[] _norms; // [subsets][points] where all access points are compared

        public Crowd(PointMap map, Compared compared, int seed, bool[] leftOut)
        {
            (Map, Compared) = (map, compared);
            var random = new Random(seed);
            int[] columns = [.. Enumerable.Range(0, map.Names.Length).Where(c => c >= leftOut.Length || !leftOut[c])];
            if (columns.Length < LeastColumns)
                columns = [.. Enumerable.Range(0, map.Names.Length)];
            int kept = Math.Max(Math.Min(LeastColumns, columns.Length), (int)(KeptShare * columns.Length));
            (_subsets, _norms) = (new bool[Subsets][], new double[]?[Subsets]);
            for (int s = 0; s < Subsets; s++)
            {
                random.Shuffle(columns);
                _subsets[s] = new bool[map.Names.Length];
                int[] subset = columns[..kept];
                foreach (int column in subset)
                    _subsets[s][column] = true;
                _norms[s] = compared == Compared.Common ? null
                    : [.. map.Levels.Select(levels => Math.Sqrt(subset.Sum(c => Math.Pow(levels[c] - PointStatistics.Silence, 2))))];
            }
        }

        public PointMap Map { get; }

        public Compared Compared { get; }

        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) =>
            [.. scans.Select(scan => Vote(scan)?.Estimate ?? LocationEstimate.Unknown)];

        /// <summary>The answer and the share of the subsets behind it; null when nothing of the map is heard.</summary>
        public (LocationEstimate Estimate, double Share)? Vote(Scan scan)
        {
            var (levels, heard) = Map.Read(scan);
            if (heard == 0)
                return null;
            int[] columns = [.. Enumerable.Range(0, levels.Length).Where(c => levels[c] > PointStatistics.Silence)];
            List<LocationEstimate> answers = [];
            for (int s = 0; s < Subsets; s++)
            {
                if (Similar(levels, columns, s) is { Length: > 0 } near)
                    answers.Add(PlaceVote.Estimate(Map.Points, near));
            }
            if (answers.Count == 0)
                return null;
            var floor = answers.GroupBy(a => (a.Building, a.Floor)).MaxBy(group => group.Count())!.ToList();
            int[] clusters = AffinityPropagation.Cluster([.. floor.Select(a => (a.X!.Value, a.Y!.Value))]);
            int best = clusters.GroupBy(c => c).MaxBy(group => group.Count())!.Key;
            List<LocationEstimate> crowd = [.. floor.Where((_, i) => clusters[i] == best)];
            // Near clusters say the same: the share counts all answers within 3 m of the crowd's centre.
            double x = crowd.Average(a => a.X!.Value), y = crowd.Average(a => a.Y!.Value);
            double share = (double)floor.Count(a => Math.Pow(a.X!.Value - x, 2) + Math.Pow(a.Y!.Value - y, 2) < 9) / Subsets;
            return (crowd[0] with
            {
                Region = crowd.GroupBy(a => a.Region).MaxBy(group => group.Count())!.Key,
                X = x,
                Y = y,
            }, share);
        }

        WeightedPoint[] Similar(float[] levels, int[] columns, int s)
        {
            int[] kept = [.. columns.Where(c => _subsets[s][c])];
            if (kept.Length == 0)
                return [];
            double[] similarity = [.. Map.Levels.Select((map, point) => Similarity(map, levels, kept, _norms[s]?[point]))];
            return [.. PlaceVote.Largest(similarity, Neighbours).Where(near => near.Weight > 0)];
        }

        // Over the common access points where no norm is given. Those that have gone do not count against the place they once
        // stood at then, but two levels are soon alike: a point that shares less than half of what the scan hears counts so
        // much less.
        static double Similarity(float[] map, float[] levels, int[] kept, double? norm)
        {
            double sum = 0, squares = 0, scanSquares = 0;
            int common = 0;
            foreach (int c in kept)
            {
                float here = map[c] - PointStatistics.Silence, there = levels[c] - PointStatistics.Silence;
                if (here <= 0)
                    continue;
                sum += here * there;
                squares += here * here;
                scanSquares += there * there;
                common++;
            }
            return common == 0 ? 0
                : norm is { } all ? sum / all
                : sum / Math.Sqrt(squares * scanSquares) * Math.Min(1, 2.0 * common / kept.Length);
        }
    }
}
