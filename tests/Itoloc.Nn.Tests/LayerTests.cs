namespace Itoloc.Nn.Tests;

/// <summary>What every layer promises, asked of each of them.</summary>
public sealed class LayerTests
{
    static readonly Dictionary<string, Func<Layer>> Makers = new()
    {
        ["conv 3x3"] = () => new Conv2d("conv", new Shape(6, 6, 8), 16, 3, new Random(1)),
        ["conv 3x3, odd sizes"] = () => new Conv2d("conv", new Shape(5, 7, 3), 13, 3, new Random(1)),
        ["conv 3x3, one channel, high image"] = () => new Conv2d("conv", new Shape(11, 2, 1), 33, 3, new Random(1)),
        ["conv 5x5"] = () => new Conv2d("conv", new Shape(4, 5, 2), 9, 5, new Random(1)),
        ["conv 5x5, larger than the image"] = () => new Conv2d("conv", new Shape(2, 1, 3), 4, 5, new Random(1)),
        ["conv 1x1"] = () => new Conv2d("conv", new Shape(3, 3, 5), 2, 1, new Random(1)),
        ["linear"] = () => new Linear("linear", new Shape(2, 3, 5), 7, new Random(1)),
        ["linear, wide"] = () => new Linear("linear", Shape.Vector(9), 70, new Random(1)),
        ["batch norm, rectified"] = () => new BatchNorm2d("norm", new Shape(5, 4, 3), 0.1f),
        ["batch norm, 20 channels"] = () => new BatchNorm2d("norm", new Shape(3, 4, 20), 1),
        ["max pool"] = () => new MaxPool2d(new Shape(4, 6, 3)),
        ["max pool, odd sizes, 17 channels"] = () => new MaxPool2d(new Shape(5, 3, 17)),
        ["average pool"] = () => new AveragePool2d(new Shape(4, 6, 3)),
        ["average pool, odd sizes"] = () => new AveragePool2d(new Shape(3, 5, 17)),
        ["dropout"] = () => new Dropout(new Shape(3, 4, 5), 0.4, new Random(1)),
        ["residual block"] = () => new ResidualBlock("block", new Shape(3, 4, 2), 5, 3, 0.1f, new Random(1)),
        ["sequence"] = () => SmallNetwork.Create(),
    };

    static float StepFor(string name) => name is "residual block" or "sequence" ? 4e-3f : 1e-2f;

    public static TheoryData<string> All => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Backward_EqualsCentralDifferences(string name)
    {
        Layer layer = Makers[name]();
        GradientCheck.Run(layer, TestTensors.Random(2, 3, layer.Input, layer.InputHalo), StepFor(name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Backward_EqualsCentralDifferences_WithMoreHaloThanNeeded(string name)
    {
        Layer layer = Makers[name]();
        layer.OutputHalo += name.StartsWith("linear", StringComparison.Ordinal) || name == "sequence" ? 0 : 2;
        int halo = name.StartsWith("linear", StringComparison.Ordinal) ? 0 : layer.InputHalo + 1;
        GradientCheck.Run(layer, TestTensors.Random(2, 3, layer.Input, halo), StepFor(name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Results_AreThoseOfAFreshLayer_WhenTheBatchSizeChanges(string name)
    {
        Layer used = Makers[name](), fresh = Makers[name]();
        RunOnce(used, batch: 3, threads: 1);
        RunOnce(used, batch: 6, threads: 1);
        RunOnce(used, batch: 1, threads: 1);

        Assert.Equal(RunOnce(fresh, batch: 5, threads: 1), RunOnce(used, batch: 5, threads: 1));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Results_AreTheSame_WithAnyNumberOfThreads(string name)
    {
        float[] one = RunOnce(Makers[name](), batch: 5, threads: 1);

        Assert.Equal(one, RunOnce(Makers[name](), batch: 5, threads: 2));
        Assert.Equal(one, RunOnce(Makers[name](), batch: 5, threads: 3));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Halos_StayZero(string name)
    {
        Layer layer = Makers[name]();
        Tensor input = TestTensors.Random(2, 3, layer.Input, layer.InputHalo);
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);

        Tensor output = layer.Forward(input, pass);
        Tensor gradient = layer.Backward(TestTensors.Random(3, 3, layer.Output, layer.OutputHalo), pass);

        TestTensors.AssertHaloIsZero(output);
        TestTensors.AssertHaloIsZero(gradient);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_GivesNothing_ForAnEmptyBatch(string name)
    {
        Layer layer = Makers[name]();
        using ThreadTeam team = new(2);
        Tensor nothing = new(0, layer.Input, layer.InputHalo);

        Assert.Equal(0, layer.Forward(nothing, new Pass(Mode.Evaluation, team)).Batch);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_Throws_WhenShapeDoesNotMatch(string name)
    {
        Layer layer = Makers[name]();
        using ThreadTeam team = new(1);
        Shape other = layer.Input with { Channels = layer.Input.Channels + 1 };

        Assert.Throws<ArgumentException>(() => layer.Forward(new Tensor(1, other, 2), new Pass(Mode.Evaluation, team)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Backward_Throws_WhenTheGradientIsNotShapedLikeTheOutput(string name)
    {
        Layer layer = Makers[name]();
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);
        layer.Forward(TestTensors.Random(2, 3, layer.Input, layer.InputHalo), pass);

        Assert.Throws<ArgumentException>(() => layer.Backward(new Tensor(3, layer.Output, layer.OutputHalo + 1), pass));
        Assert.Throws<ArgumentException>(() => layer.Backward(new Tensor(2, layer.Output, layer.OutputHalo), pass));
    }

    // Outputs, input gradients and parameter gradients of one training pass, one after another.
    static float[] RunOnce(Layer layer, int batch, int threads)
    {
        using ThreadTeam team = new(threads);
        Pass pass = new(Mode.Training, team) { Seed = 7 };
        Tensor input = TestTensors.Random(4, batch, layer.Input, layer.InputHalo);
        float[] output = TestTensors.Interior(layer.Forward(input, pass));
        Tensor gradient = layer.Backward(TestTensors.Random(5, batch, layer.Output, layer.OutputHalo), pass);
        return
        [
            .. output, .. TestTensors.Interior(gradient),
            .. layer.Parameters.SelectMany(parameter => parameter.Gradient),
        ];
    }
}
