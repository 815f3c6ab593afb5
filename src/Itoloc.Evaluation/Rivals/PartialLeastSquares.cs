namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// Regression on few samples of many correlated inputs: components that explain inputs and output together (PLS1,
/// NIPALS). Wold et al. 2001.
/// </summary>
sealed class PartialLeastSquares
{
    readonly double[] _centre, _coefficients;
    readonly double _level;

    PartialLeastSquares(double[] centre, double level, double[] coefficients) =>
        (_centre, _level, _coefficients) = (centre, level, coefficients);

    /// <summary>Fits samples.</summary>
    /// <param name="inputs">[samples][inputs]; at least one sample.</param>
    /// <param name="outputs">One a sample.</param>
    /// <param name="components">Most components; fewer where the output is explained before.</param>
    public static PartialLeastSquares Fit(IReadOnlyList<double[]> inputs, IReadOnlyList<double> outputs, int components)
    {
        int m = inputs[0].Length;
        double[] centre = [.. Enumerable.Range(0, m).Select(k => inputs.Average(row => row[k]))];
        double level = outputs.Average();
        double[][] x = [.. inputs.Select(row => (double[])[.. row.Zip(centre, (a, b) => a - b)])];
        double[] y = [.. outputs.Select(v => v - level)];
        double[] coefficients = new double[m];
        // The input that gives each component's score from the raw, not the deflated, inputs.
        List<(double[] Raw, double[] Loading)> earlier = [];
        for (int g = 0; g < components; g++)
        {
            double[] w = new double[m];
            for (int s = 0; s < x.Length; s++)
                for (int k = 0; k < m; k++)
                    w[k] += x[s][k] * y[s];
            double norm = Math.Sqrt(w.Sum(v => v * v));
            if (norm < 1e-9)
                break;
            for (int k = 0; k < m; k++)
                w[k] /= norm;
            double[] t = [.. x.Select(row => Dot(row, w))];
            double tt = Dot(t, t);
            if (tt < 1e-12)
                break;
            double[] p = new double[m];
            for (int s = 0; s < x.Length; s++)
                for (int k = 0; k < m; k++)
                    p[k] += x[s][k] * t[s] / tt;
            double c = Dot(t, y) / tt;
            for (int s = 0; s < x.Length; s++)
            {
                y[s] -= c * t[s];
                for (int k = 0; k < m; k++)
                    x[s][k] -= t[s] * p[k];
            }
            double[] raw = [.. w];
            foreach (var (before, loading) in earlier)
            {
                double share = Dot(loading, w);
                for (int k = 0; k < m; k++)
                    raw[k] -= share * before[k];
            }
            earlier.Add((raw, p));
            for (int k = 0; k < m; k++)
                coefficients[k] += c * raw[k];
        }
        return new(centre, level, coefficients);
    }

    /// <summary>Fits with as many components, from 0 to a maximum, as predict every fifth sample best.</summary>
    public static PartialLeastSquares FitValidated(IReadOnlyList<double[]> inputs, IReadOnlyList<double> outputs, int most)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int components = 0; components <= most; components++)
        {
            double error = 0;
            for (int fold = 0; fold < Math.Min(5, inputs.Count); fold++)
            {
                int[] learned = [.. Enumerable.Range(0, inputs.Count).Where(s => s % 5 != fold)];
                if (learned.Length == 0)
                    continue;
                var fit = Fit([.. learned.Select(s => inputs[s])], [.. learned.Select(s => outputs[s])], components);
                error += Enumerable.Range(0, inputs.Count).Where(s => s % 5 == fold)
                    .Sum(s => Math.Pow(fit.Predict(inputs[s]) - outputs[s], 2));
            }
            // A component has to earn its place.
            if (error >= 0.98 * least)
                break;
            (least, best) = (error, components);
        }
        return Fit(inputs, outputs, best);
    }

    /// <summary>The expected output.</summary>
    public double Predict(double[] input)
    {
        double sum = _level;
        for (int k = 0; k < input.Length; k++)
            sum += _coefficients[k] * (input[k] - _centre[k]);
        return sum;
    }

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
