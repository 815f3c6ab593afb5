using BenchmarkDotNet.Attributes;
using Itoloc.Nn;

namespace Itoloc.Benchmarks;

/// <summary>Layers other than convolutions, each by itself, behind the extractor at a side of 64; batch 32, one thread.</summary>
public class LayerBench
{
    const int Batch = 32;

    static readonly Shape Full = new(64, 64, 32), Half = new(32, 32, 32);

    readonly Pass _pass = new(Mode.Training, ThreadTeam.Caller);
    Layer _layer = null!;
    Tensor _input = null!, _gradient = null!;

    [Params("batch norm", "max pool", "average pool", "dropout", "linear")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        _layer = Kind switch
        {
            "batch norm" => new BatchNorm2d("norm", Full, slope: 0.1f),
            "max pool" => new MaxPool2d(Full),
            "average pool" => new AveragePool2d(Half),
            "dropout" => new Dropout(Half, 0.5, random),
            _ => new Linear("linear", new Shape(8, 8, 64), 100, random),
        };
        (_input, _gradient) = (Filled(_layer.Input, random), Filled(_layer.Output, random));
        _layer.Forward(_input, _pass);
    }

    [Benchmark]
    public Tensor Forward() => _layer.Forward(_input, _pass);

    [Benchmark]
    public Tensor Backward() => _layer.Backward(_gradient, _pass);

    static Tensor Filled(Shape shape, Random random)
    {
        Tensor tensor = new(Batch, shape);
        for (int n = 0; n < Batch; n++)
            for (int y = 0; y < shape.Height; y++)
                foreach (ref float value in tensor.Row(n, y))
                    value = random.NextSingle() - 0.5f;
        return tensor;
    }
}
