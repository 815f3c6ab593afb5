using BenchmarkDotNet.Attributes;
using Itoloc.Nn.Kernels;

namespace Itoloc.Benchmarks;

/// <summary>The kernels on one block's worth of data, which stays in the second cache; one thread.</summary>
public class KernelBench
{
    const int Tiles = 32, Pixels = 64;

    readonly RowNormalizer _rows = new(32, slope: 0.1f);
    readonly AlignedBuffer _x = new(), _y = new(), _z = new();
    readonly float[] _sums = new float[32], _products = new float[32];

    [Params(32, 64)]
    public int Channels { get; set; }

    [Benchmark]
    public void ProductOfATransformedBlock()
    {
        Span<float> left = _x.Ensure(64 * Tiles * 64), right = _y.Ensure(64 * Tiles * 64), weights = _z.Ensure(64 * 64 * 64);
        for (int point = 0; point < WinogradScheme.Window3.Points * WinogradScheme.Window3.Points; point++)
            for (int o = 0; o < Channels; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    left[(point * Tiles * Channels)..], Channels, weights[((point * Channels + o) * Channels)..],
                    right[(point * Tiles * Channels + o)..], Channels, Tiles,
                    new StridedProduct.Terms(Channels, AStep: 1, BStep: StridedProduct.Columns), accumulate: false);
            }
    }

    [Benchmark]
    public void Normalize() => _rows.Normalize(Row(_x), Row(_y));

    [Benchmark]
    public void NormalizedGradient() => _rows.Gradient(Row(_x), Row(_y), Row(_z));

    [Benchmark]
    public void GradientSums() => _rows.AddGradients(Row(_x), Row(_y), _sums, _products);

    static Span<float> Row(AlignedBuffer buffer) => buffer.Ensure(64 * Tiles * 64)[..(Pixels * 32)];
}
