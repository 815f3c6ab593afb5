namespace Itoloc.Evaluation.Figures;

/// <summary>Lays points of many dimensions out on a plane so that neighbours stay neighbours.</summary>
/// <remarks>
/// Van der Maaten and Hinton 2008, exact, with their settings: early exaggeration by 4 for 50 of 500 steps, momentum
/// 0.5 then 0.8, adaptive gains. Cost grows with the square of the points: meant for a few hundred.
/// </remarks>
static class TSne
{
    const int Steps = 500, Exaggerated = 50, Light = 250;
    const double Exaggeration = 4, Rate = 100, LeastGain = 0.01;

    /// <summary>Lays the points out.</summary>
    /// <param name="points">[points][dimensions]; at least four.</param>
    /// <param name="perplexity">About how many neighbours a point has; less where there are few points.</param>
    /// <param name="seed">Decides where the points begin.</param>
    /// <returns>Places around the origin; only what is near to what has a meaning.</returns>
    public static (double X, double Y)[] Embed(IReadOnlyList<float[]> points, double perplexity, int seed)
    {
        int n = points.Count;
        double[,] likeness = Likeness(points, Math.Min(perplexity, (n - 1) / 3.0));
        var random = new Random(seed);
        double[] place = [.. Enumerable.Range(0, 2 * n).Select(_ => 1e-2 * (random.NextDouble() - 0.5))];
        double[] speed = new double[2 * n], gain = [.. Enumerable.Repeat(1.0, 2 * n)];
        for (int step = 0; step < Steps; step++)
        {
            double[] slope = Slope(likeness, place, step < Exaggerated ? Exaggeration : 1);
            double momentum = step < Light ? 0.5 : 0.8;
            for (int i = 0; i < place.Length; i++)
            {
                gain[i] = Math.Max(LeastGain, Math.Sign(slope[i]) == Math.Sign(speed[i]) ? 0.8 * gain[i] : gain[i] + 0.2);
                speed[i] = momentum * speed[i] - Rate * gain[i] * slope[i];
                place[i] += speed[i];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => (place[2 * i], place[2 * i + 1]))];
    }

    // Eq. 1 and the symmetric P of section 3.1; each point's width is searched so that its perplexity is as asked for.
    static double[,] Likeness(IReadOnlyList<float[]> points, double perplexity)
    {
        int n = points.Count;
        double[,] likeness = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            double[] squares = [.. points.Select(other => SquaredDistance(points[i], other))];
            double[] row = Row(squares, i, Math.Log(perplexity));
            for (int j = 0; j < n; j++)
            {
                likeness[i, j] += row[j] / (2 * n);
                likeness[j, i] += row[j] / (2 * n);
            }
        }
        return likeness;
    }

    static double[] Row(double[] squares, int self, double entropy)
    {
        double nearest = squares.Where((_, j) => j != self).Min();
        double[] row = [];
        (double low, double high) = (0, double.PositiveInfinity);
        double precision = 1 / Math.Max(1e-12, squares.Average());
        for (int search = 0; search < 60; search++)
        {
            // The nearest one's distance is taken off, so that the sum is never nought.
            row = [.. squares.Select((square, j) => j == self ? 0 : Math.Exp(-precision * (square - nearest)))];
            double sum = row.Sum();
            double found = Math.Log(sum) + precision * row.Zip(squares, (p, square) => p * (square - nearest)).Sum() / sum;
            row = [.. row.Select(p => p / sum)];
            if (Math.Abs(found - entropy) < 1e-5)
                break;
            if (found > entropy)
                low = precision;
            else
                high = precision;
            precision = double.IsInfinity(high) ? 2 * precision : (low + high) / 2;
        }
        return row;
    }

    // Eq. 5: Student's t in the plane.
    static double[] Slope(double[,] likeness, double[] place, double exaggeration)
    {
        int n = place.Length / 2;
        double[,] near = new double[n, n];
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double dx = place[2 * i] - place[2 * j], dy = place[2 * i + 1] - place[2 * j + 1];
                near[i, j] = near[j, i] = 1 / (1 + dx * dx + dy * dy);
                sum += 2 * near[i, j];
            }
        }
        double[] slope = new double[place.Length];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double pull = 4 * (exaggeration * likeness[i, j] - near[i, j] / sum) * near[i, j];
                slope[2 * i] += pull * (place[2 * i] - place[2 * j]);
                slope[2 * i + 1] += pull * (place[2 * i + 1] - place[2 * j + 1]);
            }
        }
        return slope;
    }

    /// <summary>Squared Euclidean distance.</summary>
    public static double SquaredDistance(float[] a, float[] b)
    {
        double distance = System.Numerics.Tensors.TensorPrimitives.Distance(a, b);
        return distance * distance;
    }
}
