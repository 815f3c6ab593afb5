namespace Itoloc.Evaluation.Rivals;

/// <summary>The gradient matrix of every reference point, for <see cref="ViViPlus"/>.</summary>
sealed class GradientMap
{
    const int Rings = 3, Width = 2 * Rings + 1;
    const float LeastDeviation = 2;

    readonly GradientChoice _choice;
    readonly PointStatistics _statistics;
    readonly int[] _columns;
    readonly int[] _scans;

    // [point][column · Width + place]: the neighbours by place, and the gradients towards them.
    readonly int[][] _neighbours;
    readonly float[][] _gradients, _vectors;

    // Between which levels of a single scan there is no gradient.
    readonly (float[] Low, float[] High)[] _limits;

    /// <summary>Makes the matrices.</summary>
    public GradientMap(FingerprintSurvey survey, GradientChoice choice)
    {
        _choice = choice;
        _statistics = new(survey);
        _columns = [.. Enumerable.Range(0, survey.Columns).OrderByDescending(c => Entropy(survey, c)).ThenBy(c => c).Take(choice.Columns)];
        _scans = [.. survey.Points.Select(point => point.Rows.Length)];
        int points = survey.Points.Count;
        (_neighbours, _gradients, _vectors) = (new int[points][], new float[points][], new float[points][]);
        _limits = new (float[], float[])[points];
        double spacing = survey.Spacing();
        for (int i = 0; i < points; i++)
        {
            int[][] rings = RingsAround(survey.Points, i, spacing);
            _neighbours[i] = [.. _columns.SelectMany(c => Places(survey.Points, i, c, rings))];
            _gradients[i] = Gradients(Level(i), Limits(i, choice.Single ? 1 : _scans[i]));
            _limits[i] = Limits(i, 1);
            _vectors[i] = choice.ByVector ? Representative.Of(_gradients[i], Width) : [];
        }
    }

    /// <summary>How near a scan is to each point: 1 / (distance + a little).</summary>
    public double[] Nearness(float[] row)
    {
        float[] levels = [.. _columns.Select(c => float.IsNaN(row[c]) ? PointStatistics.Silence : row[c])];
        double[] nearness = new double[_gradients.Length];
        for (int i = 0; i < nearness.Length; i++)
        {
            double distance = _choice.ByVector
                ? System.Numerics.Tensors.TensorPrimitives.Distance(
                    Representative.Of(Gradients(levels, _limits[i]), Width), _vectors[i])
                : Apart(levels, _limits[i], _gradients[i]);
            nearness[i] = 1 / (distance + 0.01);
        }
        return nearness;
    }

    static double Apart(float[] levels, (float[] Low, float[] High) limits, float[] gradients)
    {
        int sum = 0;
        for (int k = 0; k < gradients.Length; k++)
            sum += Math.Abs(Gradient(levels[k / Width], limits.Low[k], limits.High[k]) - (int)gradients[k]);
        return (double)sum / gradients.Length;
    }

    float[] Level(int point) => [.. _columns.Select(c => _statistics.Mean[point, c])];

    // The t-test between levels standing at a point and its neighbours.
    static float[] Gradients(float[] levels, (float[] Low, float[] High) limits)
    {
        float[] gradients = new float[limits.Low.Length];
        for (int k = 0; k < gradients.Length; k++)
            gradients[k] = Gradient(levels[k / Width], limits.Low[k], limits.High[k]);
        return gradients;
    }

    // 1 equal, 2 higher, 0 lower.
    static int Gradient(float level, float low, float high) => level > high ? 2 : level < low ? 0 : 1;

    // The levels between which the test finds none, for a mean of so many scans taken at a point.
    (float[] Low, float[] High) Limits(int point, int scans)
    {
        const float limit = 1.645f; // of the normal distribution, two-sided at 0.1
        float[] low = new float[_neighbours[point].Length], high = new float[low.Length];
        for (int k = 0; k < low.Length; k++)
        {
            int column = _columns[k / Width], other = _neighbours[point][k];
            float here = Math.Max(LeastDeviation, _statistics.Deviation[point, column]);
            float there = Math.Max(LeastDeviation, _statistics.Deviation[other, column]);
            float spread = limit * MathF.Sqrt(here * here / scans + there * there / (_choice.Single ? 1 : _scans[other]));
            (low[k], high[k]) = (_statistics.Mean[other, column] - spread, _statistics.Mean[other, column] + spread);
        }
        return (low, high);
    }

    // Two points a ring for this access point, those where it varies least, the nearer of equals (silence does not vary
    // at all and would always be preferred); and the point itself in the middle, in order along their main direction.
    int[] Places(IReadOnlyList<ReferencePoint> points, int centre, int column, int[][] rings)
    {
        List<int> chosen = [];
        foreach (int[] ring in rings)
            chosen.AddRange(ring.OrderBy(j => Math.Max(LeastDeviation, _statistics.Deviation[j, column])).Take(2));
        var here = points[centre];
        var far = points[chosen.DefaultIfEmpty(centre).MaxBy(j => points[j].DistanceTo(here))];
        int[] ordered = [.. chosen.OrderBy(j => (points[j].X - here.X) * (far.X - here.X) + (points[j].Y - here.Y) * (far.Y - here.Y))];
        int[] filled = [.. ordered, .. Enumerable.Repeat(centre, Width - 1 - ordered.Length)];
        return [.. filled[..Rings], centre, .. filled[Rings..]];
    }

    // Points by ring; where a ring has fewer than two, the next nearest unused ones fill it up.
    static int[][] RingsAround(IReadOnlyList<ReferencePoint> points, int centre, double step)
    {
        var near = Enumerable.Range(0, points.Count).Where(j => j != centre)
            .Select(j => (Point: j, Metres: points[j].DistanceTo(points[centre])))
            .Where(n => !double.IsInfinity(n.Metres)).OrderBy(n => n.Metres).Take(60).ToList();
        List<int[]> rings = [];
        for (int d = 1; d <= Rings; d++)
        {
            var ring = near.Where(n => n.Metres > (d - 0.5) * step && n.Metres <= (d + 0.5) * step).ToList();
            if (ring.Count < 2)
                ring = [.. near.Take(2)];
            rings.Add([.. ring.Select(n => n.Point)]);
            near.RemoveAll(n => n.Metres <= ring.Max(r => r.Metres));
            if (near.Count == 0)
                break;
        }
        return [.. rings];
    }

    // Entropy of the mean levels over the points, in bins of 5 dB.
    double Entropy(FingerprintSurvey survey, int column) =>
        -Enumerable.Range(0, survey.Points.Count)
            .GroupBy(point => (int)(_statistics.Mean[point, column] / 5))
            .Select(bin => (double)bin.Count() / survey.Points.Count)
            .Sum(share => share * Math.Log(share));
}
