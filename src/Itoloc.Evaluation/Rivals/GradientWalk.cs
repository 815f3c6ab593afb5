namespace Itoloc.Evaluation.Rivals;

/// <summary>Particles that walk over the reference points and are weighed by the signs of changes, for <see
/// cref="Gift"/>.</summary>
sealed class GradientWalk
{
    const int Particles = 1000, Most = 6;
    const double Spacings = 2, MetresPerSecond = 1.5, Staying = 0.2, Anywhere = 0.02, Factor = 0.4;
    const float SameDb = 4, LeastDeviation = 2, Limit = 1.645f;

    // Scans farther apart than this are of two walks.
    const double LongestSeconds = 30;

    static readonly int[] Lags = [2, 4, Most];

    readonly double _reach;

    // The points a walker can get to from each, nearest first, and how far they are.
    readonly int[][] _near;
    readonly double[][] _metres;

    // [point][access point] the mean level and its squared error.
    readonly float[][] _means, _variances;

    /// <summary>Makes the map.</summary>
    public GradientWalk(FingerprintSurvey survey)
    {
        var statistics = new PointStatistics(survey);
        var points = survey.Points;
        _reach = Spacings * survey.Spacing();
        double most = Math.Max(_reach, MetresPerSecond * LongestSeconds);
        (int Point, double Metres)[][] near =
        [
            .. points.Select((from, a) => Enumerable.Range(0, points.Count).Where(b => b != a)
                .Select(b => (Point: b, Metres: from.DistanceTo(points[b]))).Where(b => b.Metres <= most)
                .OrderBy(b => b.Metres).ToArray()),
        ];
        _near = [.. near.Select(list => (int[])[.. list.Select(b => b.Point)])];
        _metres = [.. near.Select(list => (double[])[.. list.Select(b => b.Metres)])];
        float[][] PerPoint(Func<int, int, float> value) => [.. Enumerable.Range(0, points.Count)
            .Select(i => (float[])[.. Enumerable.Range(0, survey.Columns).Select(c => value(i, c))])];
        _means = PerPoint((i, c) => statistics.Mean[i, c]);
        _variances = PerPoint((i, c) =>
            MathF.Pow(Math.Max(LeastDeviation, statistics.Deviation[i, c]), 2) / points[i].Rows.Length);
    }

    /// <summary>Follows walks: how many particles stand on each point, scan by scan.</summary>
    /// <param name="rows">The fingerprints in dBm, NaN where not heard.</param>
    /// <param name="times">When they were taken, null where unknown.</param>
    /// <param name="random">Moves the particles.</param>
    public double[][] Follow(IReadOnlyList<float[]> rows, IReadOnlyList<DateTimeOffset?> times, Random random)
    {
        // [particle][0 = now, 1 = one scan before, …]
        int[][] trails = [];
        var answers = new double[rows.Count][];
        int first = 0;
        for (int n = 0; n < rows.Count; n++)
        {
            double seconds = n > 0 ? (times[n] - times[n - 1])?.TotalSeconds ?? 0 : double.NaN;
            if (seconds is >= 0 and <= LongestSeconds)
            {
                trails = Step(trails, rows, first, n, Math.Max(_reach, MetresPerSecond * seconds), random);
            }
            else
            {
                first = n;
                trails = [.. Enumerable.Range(0, Particles)
                    .Select(_ => (int[])[.. Enumerable.Repeat(random.Next(_near.Length), Most + 1)])];
            }
            answers[n] = new double[_near.Length];
            foreach (int[] trail in trails)
                answers[n][trail[0]]++;
        }
        return answers;
    }

    int[][] Step(int[][] trails, IReadOnlyList<float[]> rows, int first, int n, double reach, Random random)
    {
        double[] logs = new double[trails.Length];
        (int Lag, int[] Signs)[] seen = [.. Lags.Where(lag => lag <= n - first).Select(lag => (lag, Signs(rows[n - lag], rows[n])))];
        for (int i = 0; i < trails.Length; i++)
        {
            int[] trail = trails[i];
            trail.AsSpan(0, Most).CopyTo(trail.AsSpan(1));
            if (random.NextDouble() < Anywhere)
                Array.Fill(trail, random.Next(_near.Length));
            else if (random.NextDouble() >= Staying)
                trail[0] = Next(trail[0], reach, random);
            foreach (var (lag, signs) in seen)
                logs[i] += Factor * LogLikelihood(trail[lag], trail[0], signs);
        }
        return Resample(trails, logs, random);
    }

    int Next(int point, double reach, Random random)
    {
        int end = Array.BinarySearch(_metres[point], reach + 1e-6);
        int count = end < 0 ? ~end : end;
        return count == 0 ? point : _near[point][random.Next(count)];
    }

    // Equal signs 0.6, a sign against none 0.3, opposite signs 0.1.
    double LogLikelihood(int from, int to, int[] seen)
    {
        double sum = 0;
        for (int c = 0; c < seen.Length; c++)
        {
            float change = _means[to][c] - _means[from][c];
            // Beside the test the step that makes a sign between scans: means of many scans differ everywhere.
            bool isSign = Math.Abs(change) > SameDb
                && change * change > Limit * Limit * (_variances[from][c] + _variances[to][c]);
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
}
