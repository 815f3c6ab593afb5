namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// The level of one access point over a floor, from samples: a path loss about its strongest place, and a Gaussian
/// process about that with a squared-exponential kernel.
/// </summary>
sealed class GaussianProcess
{
    const double SignalDb = 6, NoiseDb = 3;

    static readonly double[] Lengths = [2, 4, 8];

    readonly (double X, double Y)[] _places;
    readonly (double X, double Y) _source;
    readonly double _level, _loss, _length;
    readonly double[,] _root;
    readonly double[] _weights;

    /// <summary>Fits samples; the kernel's length is the likeliest of 2, 4 and 8 m.</summary>
    /// <param name="places">Metres; at least two.</param>
    /// <param name="levels">dBm, one a place.</param>
    public GaussianProcess(IReadOnlyList<(double X, double Y)> places, IReadOnlyList<double> levels)
    {
        _places = [.. places];
        _source = places[Enumerable.Range(0, places.Count).MaxBy(i => levels[i])];
        (_level, _loss) = Line([.. places.Select(LogDistance)], levels);
        double[] rest = [.. places.Select((place, i) => levels[i] - Trend(place))];
        double best = double.NegativeInfinity;
        (_root, _weights) = (new double[0, 0], []);
        foreach (double length in Lengths)
        {
            double[,] root = Root(length);
            double[] weights = Solve(root, rest);
            double likelihood = -0.5 * rest.Zip(weights, (r, w) => r * w).Sum();
            for (int i = 0; i < rest.Length; i++)
                likelihood -= Math.Log(root[i, i]);
            if (likelihood > best)
                (best, _length, _root, _weights) = (likelihood, length, root, weights);
        }
    }

    /// <summary>The expected level at a place in dBm and its standard deviation in dB.</summary>
    public (double Mean, double Deviation) At((double X, double Y) place)
    {
        double[] kernel = [.. _places.Select(other => Kernel(place, other, _length))];
        double mean = Trend(place) + kernel.Zip(_weights, (k, w) => k * w).Sum();
        double[] half = Forward(_root, kernel);
        return (mean, Math.Sqrt(Math.Max(0, SignalDb * SignalDb - half.Sum(v => v * v))));
    }

    double LogDistance((double X, double Y) place) => 0.5 * Math.Log10(
        Math.Pow(place.X - _source.X, 2) + Math.Pow(place.Y - _source.Y, 2) + 4);

    double Trend((double X, double Y) place) => _level + _loss * LogDistance(place);

    static (double Level, double Loss) Line(double[] x, IReadOnlyList<double> y)
    {
        double mx = x.Average(), my = y.Average();
        double xx = x.Sum(v => (v - mx) * (v - mx)), xy = x.Zip(y, (v, w) => (v - mx) * (w - my)).Sum();
        // A level never rises with distance.
        double loss = xx < 1e-9 ? 0 : Math.Min(0, xy / xx);
        return (my - loss * mx, loss);
    }

    static double Kernel((double X, double Y) a, (double X, double Y) b, double length) => SignalDb * SignalDb
        * Math.Exp(-(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2)) / (2 * length * length));

    // Cholesky's lower root of the samples' covariance.
    double[,] Root(double length)
    {
        int n = _places.Length;
        double[,] root = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = Kernel(_places[i], _places[j], length) + (i == j ? NoiseDb * NoiseDb : 0);
                for (int k = 0; k < j; k++)
                    sum -= root[i, k] * root[j, k];
                root[i, j] = i == j ? Math.Sqrt(sum) : sum / root[j, j];
            }
        }
        return root;
    }

    static double[] Solve(double[,] root, double[] right)
    {
        double[] x = Forward(root, right);
        for (int i = x.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < x.Length; k++)
                x[i] -= root[k, i] * x[k];
            x[i] /= root[i, i];
        }
        return x;
    }

    static double[] Forward(double[,] root, double[] right)
    {
        double[] x = [.. right];
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < i; k++)
                x[i] -= root[i, k] * x[k];
            x[i] /= root[i, i];
        }
        return x;
    }
}
