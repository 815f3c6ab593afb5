namespace Itoloc.Nn.Tests;

/// <summary>The layers that only comparison methods use: curves on their own, and convolutions along a sequence.</summary>
public sealed class SequenceLayerTests
{
    static readonly Dictionary<string, Func<Layer>> Makers = new()
    {
        ["one channel"] = () => new Conv1d("conv", new Shape(1, 9, 1), 5, 4, new Random(1)),
        ["many channels"] = () => new Conv1d("conv", new Shape(1, 7, 3), 37, 3, new Random(1)),
        ["as long as the window"] = () => new Conv1d("conv", new Shape(1, 4, 6), 2, 4, new Random(1)),
        ["leaky rectifier"] = () => new Activation(new Shape(2, 3, 4), Curve.LeakyRectifier),
        ["exponential"] = () => new Activation(new Shape(2, 3, 4), Curve.Exponential),
        ["sigmoid"] = () => new Activation(new Shape(2, 3, 4), Curve.Sigmoid),
        ["reshape"] = () => new Reshape(new Shape(2, 3, 4), new Shape(1, 24, 1)),
    };

    public static TheoryData<string> All => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Backward_EqualsCentralDifferences(string name)
    {
        Layer layer = Makers[name]();
        GradientCheck.Run(layer, TestTensors.Random(2, 3, layer.Input), 2e-2f);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Results_AreTheSame_WithAnyNumberOfThreadsAndAfterAnotherBatch(string name)
    {
        Layer used = Makers[name]();
        RunOnce(used, 6, 1);

        Assert.Equal(RunOnce(Makers[name](), 3, 1), RunOnce(used, 3, 2));
    }

    [Fact]
    public void Conv1d_EqualsItsDefinition()
    {
        var layer = new Conv1d("conv", new Shape(1, 6, 2), 3, 4, new Random(1));
        var input = TestTensors.Random(2, 1, layer.Input);
        float[] weight = layer.Parameters[0].Values;
        var output = layer.Forward(input, new(Mode.Evaluation, ThreadTeam.Caller));

        Assert.Equal(new Shape(1, 3, 3), layer.Output);
        for (int p = 0; p < 3; p++)
        {
            for (int o = 0; o < 3; o++)
            {
                double sum = 0;
                for (int k = 0; k < 8; k++)
                    sum += weight[k * 3 + o] * input.Values[p * 2 + k];
                Assert.Equal(sum, output.Values[p * 3 + o], 1e-4);
            }
        }
    }

    [Fact]
    public void Conv1d_Throws_WhenTheWindowIsLongerThanTheSequence() =>
        Assert.Throws<ArgumentException>(() => new Conv1d("conv", new Shape(1, 3, 1), 1, 4, new Random(1)));

    [Fact]
    public void Adam_EqualsAHandComputation_OverTwoSteps()
    {
        Parameter weight = new("weight", 1);
        weight.Values[0] = 1;
        Adam adam = new([weight]);

        weight.Gradient[0] = 4;
        adam.Step(0.5f); // the first step is the rate, whatever the gradient
        Assert.Equal(0.5, weight.Values[0], 1e-5);

        weight.Gradient[0] = -2; // m̂ = (0.1·0.9·4 − 0.1·2)/0.19, v̂ = (0.001·0.999·16 + 0.001·4)/0.001999
        adam.Step(0.5f);
        Assert.Equal(0.5 - 0.5 * (0.16 / 0.19) / Math.Sqrt(0.019984 / 0.001999), weight.Values[0], 1e-4);
    }

    static float[] RunOnce(Layer layer, int batch, int threads)
    {
        using ThreadTeam team = new(threads);
        Pass pass = new(Mode.Training, team);
        float[] output = TestTensors.Interior(layer.Forward(TestTensors.Random(4, batch, layer.Input), pass));
        float[] gradient = TestTensors.Interior(layer.Backward(TestTensors.Random(5, batch, layer.Output), pass));
        return [.. output, .. gradient, .. layer.Parameters.SelectMany(parameter => parameter.Gradient)];
    }
}
