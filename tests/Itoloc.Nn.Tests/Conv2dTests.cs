namespace Itoloc.Nn.Tests;

public sealed class Conv2dTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 3)]
    [InlineData(3, 5, 1, 7, 3)]
    [InlineData(5, 4, 3, 9, 5)]
    [InlineData(8, 8, 16, 32, 3)]
    [InlineData(2, 7, 17, 33, 3)]
    [InlineData(4, 4, 2, 64, 1)]
    public void Forward_EqualsDefinition(int height, int width, int channels, int outputs, int size)
    {
        Shape shape = new(height, width, channels);
        Conv2d conv = new("conv", shape, outputs, size, new Random(1));
        Tensor input = TestTensors.Random(2, 2, shape, conv.InputHalo);
        using ThreadTeam team = new(1);

        Tensor output = conv.Forward(input, new Pass(Mode.Evaluation, team));

        float[] expected = Define(TestTensors.Interior(input), conv.Parameters[0].Values, 2, shape, outputs, size);
        TestTensors.AssertClose(expected, TestTensors.Interior(output), 1e-5);
    }

    [Fact]
    public void Forward_UsesNewWeights_AfterTouch()
    {
        Conv2d conv = new("conv", new Shape(2, 2, 1), 1, 3, new Random(1));
        Tensor input = TestTensors.Random(2, 1, conv.Input, 1);
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Evaluation, team);
        conv.Forward(input, pass);

        Array.Clear(conv.Parameters[0].Values);
        conv.Parameters[0].Touch();

        Assert.All(TestTensors.Interior(conv.Forward(input, pass)), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Backward_GivesWeightsTheSameGradient_WhenTheInputNeedsNone()
    {
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);
        float[] Gradient(bool needsInputGradient)
        {
            Conv2d conv = new("conv", new Shape(4, 4, 2), 3, 3, new Random(1), needsInputGradient);
            conv.Forward(TestTensors.Random(2, 2, conv.Input, 1), pass);
            Tensor input = conv.Backward(TestTensors.Random(3, 2, conv.Output, 1), pass);
            Assert.Equal(needsInputGradient, TestTensors.Interior(input).Any(value => value != 0));
            return conv.Parameters[0].Gradient;
        }

        Assert.Equal(Gradient(true), Gradient(false));
    }

    [Fact]
    public void OutputHalo_IsNeverLessThanTheBackwardPassNeeds()
    {
        Conv2d conv = new("conv", new Shape(3, 3, 1), 1, 5, new Random(1)) { OutputHalo = 0 };

        GradientCheck.Run(conv, TestTensors.Random(2, 1, conv.Input, conv.InputHalo));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Conv2d_Throws_WhenTheWindowHasNoMiddle(int size) =>
        Assert.Throws<ArgumentException>(() => new Conv2d("conv", new Shape(4, 4, 1), 1, size, new Random(1)));

    [Fact]
    public void Forward_Throws_WhenTheHaloIsTooSmall()
    {
        Conv2d conv = new("conv", new Shape(4, 4, 1), 1, 5, new Random(1));
        Pass pass = new(Mode.Evaluation, ThreadTeam.Caller);

        Assert.Throws<ArgumentException>(() => conv.Forward(new Tensor(1, conv.Input, 1), pass));
    }

    // y[n, p, o] = Σ x[n, p + (i, j) − pad, c] · w[i, j, c, o]
    static float[] Define(float[] x, float[] w, int batch, Shape shape, int outputs, int size)
    {
        List<float> y = [];
        for (int n = 0; n < batch; n++)
            for (int row = 0; row < shape.Height; row++)
                for (int column = 0; column < shape.Width; column++)
                    for (int o = 0; o < outputs; o++)
                    {
                        double sum = 0;
                        for (int i = 0; i < size; i++)
                            for (int j = 0; j < size; j++)
                            {
                                int r = row + i - size / 2, s = column + j - size / 2;
                                if (r < 0 || r >= shape.Height || s < 0 || s >= shape.Width)
                                    continue;
                                for (int c = 0; c < shape.Channels; c++)
                                {
                                    sum += (double)x[((n * shape.Height + r) * shape.Width + s) * shape.Channels + c]
                                        * w[((i * size + j) * shape.Channels + c) * outputs + o];
                                }
                            }
                        y.Add((float)sum);
                    }
        return [.. y];
    }
}
