using BenchmarkDotNet.Attributes;
using Itoloc.Nn;

namespace Itoloc.Benchmarks;

/// <summary>The network's convolutions at a side of 64, batch 32, one thread.</summary>
[MemoryDiagnoser]
public class Conv2dBench
{
    const int Batch = 32;

    readonly Random _random = new(1);
    readonly Pass _pass = new(Mode.Training, ThreadTeam.Caller);
    Conv2d _conv = null!;
    Conv2d _convWithoutInputGradient = null!;
    Tensor _input = null!;
    Tensor _gradient = null!;

    public readonly record struct Layer(int Side, int Inputs, int Outputs, int Size)
    {
        public override string ToString() => $"{Size}x{Size} {Inputs}-{Outputs} @{Side}";
    }

    public static IEnumerable<Layer> Layers =>
    [
        new(64, 1, 32, 3), new(64, 32, 32, 3), new(32, 32, 32, 3), new(16, 32, 64, 3), new(16, 64, 64, 3),
        new(32, 32, 32, 5), new(16, 32, 64, 5), new(16, 64, 64, 5),
    ];

    [ParamsSource(nameof(Layers))]
    public Layer Convolution { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Shape shape = new(Convolution.Side, Convolution.Side, Convolution.Inputs);
        _conv = new Conv2d("conv", shape, Convolution.Outputs, Convolution.Size, _random);
        _convWithoutInputGradient = new Conv2d(
            "conv", shape, Convolution.Outputs, Convolution.Size, _random, needsInputGradient: false);
        _input = Random(shape, _conv.InputHalo);
        _gradient = Random(_conv.Output, _conv.OutputHalo);
        _conv.Forward(_input, _pass);
        _convWithoutInputGradient.Forward(_input, _pass);
    }

    [Benchmark(Baseline = true)]
    public Tensor Forward() => _conv.Forward(_input, _pass);

    [Benchmark]
    public Tensor WeightGradient() => _convWithoutInputGradient.Backward(_gradient, _pass);

    [Benchmark]
    public Tensor BothGradients() => _conv.Backward(_gradient, _pass);

    Tensor Random(Shape shape, int halo)
    {
        Tensor tensor = new(Batch, shape, halo);
        for (int n = 0; n < Batch; n++)
        {
            for (int y = 0; y < shape.Height; y++)
            {
                foreach (ref float value in tensor.Row(n, y))
                    value = _random.NextSingle() - 0.5f;
            }
        }
        return tensor;
    }
}
