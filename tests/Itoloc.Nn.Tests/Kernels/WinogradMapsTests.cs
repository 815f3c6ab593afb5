using System.Numerics;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

/// <summary>Each map against its matrix, made from the points as the remarks of <see cref="SixPoints"/> say.</summary>
public class WinogradMapsTests
{
    static readonly double[] Six = [0, 1, -1, 2, -2, double.PositiveInfinity];
    static readonly double[] Eight = [0, 1, -1, 2, -2, 0.5, -0.5, double.PositiveInfinity];

    [Fact]
    public void SixPoints_EqualTheirMatrices()
    {
        AssertEqual<SixPoints.Input>(Coefficients(Six));
        AssertEqual<SixPoints.Output>(Transposed(Powers(Six, 4)));
        AssertEqual<SixPoints.OutputGradient>(Powers(Six, 4));
        AssertEqual<SixPoints.Weight>(ScaledPowers(Six, 3));
        AssertEqual<SixPoints.WeightGradient>(Transposed(ScaledPowers(Six, 3)));
    }

    [Fact]
    public void EightPoints_EqualTheirMatrices()
    {
        AssertEqual<EightPoints.Input>(Coefficients(Eight));
        AssertEqual<EightPoints.Output>(Transposed(Powers(Eight, 4)));
        AssertEqual<EightPoints.OutputGradient>(Powers(Eight, 4));
        AssertEqual<EightPoints.Weight>(ScaledPowers(Eight, 5));
        AssertEqual<EightPoints.WeightGradient>(Transposed(ScaledPowers(Eight, 5)));
    }

    static void AssertEqual<TMap>(double[][] matrix)
        where TMap : struct, ILinearMap
    {
        Assert.Equal((matrix.Length, matrix[0].Length), (TMap.To, TMap.From));
        int width = Vector<float>.Count;
        for (int j = 0; j < TMap.From; j++)
        {
            float[] x = new float[TMap.From * width], y = new float[TMap.To * width];
            x.AsSpan(j * width, width).Fill(1);
            TMap.Apply<Narrow>(ref x[0], width, ref y[0], width);
            for (int i = 0; i < y.Length; i++)
                Assert.Equal(matrix[i / width][j], y[i], 1e-6);
        }
    }

    // Row i: 1, p, p², …; for ∞ the highest power alone.
    static double[][] Powers(double[] points, int length) =>
    [
        .. points.Select(p => (double[])[.. Enumerable.Range(0, length).Select(
            k => double.IsInfinity(p) ? (k == length - 1 ? 1 : 0) : Math.Pow(p, k))]),
    ];

    static double[][] ScaledPowers(double[] points, int length) =>
    [
        .. Powers(points, length).Select((row, i) => (double[])[.. row.Select(v => v / Others(points, i)
            .Aggregate(1.0, (product, q) => double.IsInfinity(points[i]) ? 1 : product * (points[i] - q)))]),
    ];

    // Row i: the coefficients of Π_(j≠i) (t − p_j), lowest power first.
    static double[][] Coefficients(double[] points) =>
    [
        .. points.Select((_, i) =>
        {
            double[] polynomial = [1, .. new double[points.Length - 1]];
            foreach (double q in Others(points, i))
                for (int k = polynomial.Length - 1; k >= 0; k--)
                    polynomial[k] = (k > 0 ? polynomial[k - 1] : 0) - q * polynomial[k];
            return polynomial;
        }),
    ];

    static IEnumerable<double> Others(double[] points, int i) => points.Where((q, j) => j != i && !double.IsInfinity(q));

    static double[][] Transposed(double[][] matrix) =>
        [.. Enumerable.Range(0, matrix[0].Length).Select(j => (double[])[.. matrix.Select(row => row[j])])];
}
