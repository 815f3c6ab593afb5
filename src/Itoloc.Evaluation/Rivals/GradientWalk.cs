namespace Itoloc.Evaluation.Rivals;

/// <summary>Particles that walk over the reference points and are weighed by the signs of changes, for <see
/// cref="Gift"/>.</summary>
sealed class GradientWalk
{
    const int Particles = 1000, Most = 6;
    const double Reach = 2, Staying = 0.5, Anywhere = 0.02, Factor = 0.25;
    const float SameDb = 4, LeastDeviation = 2, Limit = 1.645f;

    static readonly int[] Lags = [3, 6];

    // The points within reach of each, and [point][access point] the mean level and squared deviation.
    readonly int[][] _near;
    readonly float[][] _means, _variances;

    /// <summary>Makes the map.</summary>
    public GradientWalk(FingerprintSurvey survey)
    {
        var statistics = new PointStatistics(survey);
        var points = survey.Points;
        double reach = Reach * Spacing(points);
        _near = [.. points.Select((from, a) => (int[])[.. Enumerable.Range(0, points.Count)
            .Where(b => b != a && from.DistanceTo(points[b]) <= reach)])];
        float[][] PerPoint(Func<int, int, float> value) => [.. Enumerable.Range(0, points.Count)
            .Select(i => (float[])[.. Enumerable.Range(0, survey.Columns).Select(c => value(i, c))])];
        _means = PerPoint((i, c) => statistics.Mean[i, c]);
        _variances = PerPoint((i, c) => MathF.Pow(Math.Max(LeastDeviation, statistics.Deviation[i, c]), 2));
    }

    /// <summary>Follows a walk: the points most particles stand on, scan by scan.</summary>
    /// <param name="rows">The walk's fingerprints in dBm, NaN where not heard.</param>
    /// <param name="candidates">Points to answer with.</param>
    /// <param name="random">Moves the particles.</param>
    public WeightedPoint[][] Follow(IReadOnlyList<float[]> rows, int candidates, Random random)
    {
        // [particle][0 = now, 1 = one scan before, …]
        int[][] trails = [.. Enumerable.Range(0, Particles).Select(_ => (int[])[.. Enumerable.Repeat(random.Next(_near.Length), Most + 1)])];
        var answers = new WeightedPoint[rows.Count][];
        for (int n = 0; n < rows.Count; n++)
        {
            if (n > 0)
                trails = Step(trails, rows, n, random);
            double[] counts = new double[_near.Length];
            foreach (int[] trail in trails)
                counts[trail[0]]++;
            answers[n] = PlaceVote.Largest(counts, candidates);
        }
        return answers;
    }

    int[][] Step(int[][] trails, IReadOnlyList<float[]> rows, int n, Random random)
    {
        double[] logs = new double[trails.Length];
        (int Lag, int[] Signs)[] seen = [.. Lags.Where(lag => lag <= n).Select(lag => (lag, Signs(rows[n - lag], rows[n])))];
        for (int i = 0; i < trails.Length; i++)
        {
            int[] trail = trails[i];
            trail.AsSpan(0, Most).CopyTo(trail.AsSpan(1));
            if (random.NextDouble() < Anywhere)
                Array.Fill(trail, random.Next(_near.Length));
            else if (_near[trail[0]].Length > 0 && random.NextDouble() >= Staying)
                trail[0] = _near[trail[0]][random.Next(_near[trail[0]].Length)];
            foreach (var (lag, signs) in seen)
                logs[i] += Factor * LogLikelihood(trail[lag], trail[0], signs);
        }
        return Resample(trails, logs, random);
    }

    // Equal signs 0.6, a sign against none 0.3, opposite signs 0.1.
    double LogLikelihood(int from, int to, int[] seen)
    {
        double sum = 0;
        for (int c = 0; c < seen.Length; c++)
        {
            float change = _means[to][c] - _means[from][c];
            bool isSign = change * change > Limit * Limit * (_variances[from][c] + _variances[to][c]);
            int apart = Math.Abs((isSign ? Math.Sign(change) : 0) - seen[c]);
            sum += apart switch { 0 => -0.51, 1 => -1.2, _ => -2.3 };
        }
        return sum;
    }

    static int[] Signs(float[] from, float[] to) =>
        [.. from.Zip(to, (a, b) => Level(b) - Level(a)).Select(change => Math.Abs(change) <= SameDb ? 0 : Math.Sign(change))];

    static float Level(float dbm) => float.IsNaN(dbm) ? PointStatistics.Silence : dbm;

    static int[][] Resample(int[][] trails, double[] logs, Random random)
    {
        double most = logs.Max();
        double[] weights = [.. logs.Select(log => Math.Exp(log - most))];
        double step = weights.Sum() / trails.Length, target = random.NextDouble() * step, sum = 0;
        int[][] drawn = new int[trails.Length][];
        int next = 0;
        for (int i = 0; i < trails.Length && next < drawn.Length; i++)
        {
            sum += weights[i];
            for (; next < drawn.Length && (target <= sum || i == trails.Length - 1); target += step)
                drawn[next++] = [.. trails[i]];
        }
        return drawn;
    }

    // Median distance to the nearest other point of the floor, in metres.
    static double Spacing(IReadOnlyList<ReferencePoint> points)
    {
        double[] nearest =
        [
            .. points.Select(p => points.Where(q => q != p).Select(p.DistanceTo).DefaultIfEmpty(double.PositiveInfinity).Min())
                .Where(double.IsFinite).Order(),
        ];
        return nearest.Length == 0 ? 1 : Quantile.Of(nearest, 0.5);
    }
}
