using BenchmarkDotNet.Attributes;
using Itoloc.Nn.Kernels;

namespace Itoloc.Benchmarks;

/// <summary>The kernels on one block's worth of data, which stays in the second cache; one thread.</summary>
public class KernelBench
{
    const int Tiles = 32, Pixels = 64;

    readonly RowNormalizer _rows = new(32, slope: 0.1f);
    readonly float[] _x = new float[64 * Tiles * 64], _y = new float[64 * Tiles * 64], _z = new float[64 * 64 * 64 + 64];
    readonly float[] _sums = new float[32], _products = new float[32];

    [Params(32, 64)]
    public int Channels { get; set; }

    [Benchmark]
    public void ProductOfATransformedBlock()
    {
        for (int point = 0; point < WinogradScheme.Window3.Points * WinogradScheme.Window3.Points; point++)
            for (int o = 0; o < Channels; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    _x.AsSpan(point * Tiles * Channels), Channels, _z.AsSpan((point * Channels + o) * Channels),
                    _y.AsSpan(point * Tiles * Channels + o), Channels, Tiles,
                    new StridedProduct.Terms(Channels, AStep: 1, BStep: StridedProduct.Columns), accumulate: false);
            }
    }

    [Benchmark]
    public void Normalize() => _rows.Normalize(_x.AsSpan(0, Pixels * 32), _y);

    [Benchmark]
    public void NormalizedGradient() => _rows.Gradient(_x.AsSpan(0, Pixels * 32), _y, _z);

    [Benchmark]
    public void GradientSums() => _rows.AddGradients(_x.AsSpan(0, Pixels * 32), _y, _sums, _products);
}
