namespace Itoloc.Nn.Tests;

public sealed class DropoutTests
{
    static readonly Shape Shape = new(20, 25, 20);

    [Theory]
    [InlineData(0.2, Mode.Training)]
    [InlineData(0.5, Mode.Training)]
    [InlineData(0.5, Mode.Sampling)]
    [InlineData(0.9, Mode.Sampling)]
    public void Forward_DropsItsShareAndKeepsTheMean_WhenActive(double probability, Mode mode)
    {
        float[] output = Run(probability, mode, seed: 1);

        // Of 40,000 values; five standard deviations of a binomial share.
        double share = output.Count(value => value == 0) / (double)output.Length;
        double rounded = Math.Round(probability * 256) / 256;
        Assert.Equal(rounded, share, 5 * Math.Sqrt(rounded * (1 - rounded) / output.Length));
        Assert.All(output.Where(value => value != 0), value => Assert.Equal(1 / (1 - rounded), value, 1e-6));
    }

    [Fact]
    public void Forward_DropsNeighboursAndSamplesIndependently()
    {
        float[] output = Run(0.5, Mode.Training, seed: 1);
        int half = output.Length / 2;

        // Pairs that agree: values beside each other, eight apart (one draw of bits), and of two samples.
        foreach (int distance in (int[])[1, 8, half])
        {
            double agreeing = Enumerable.Range(0, half).Count(i => output[i] == output[i + distance]) / (double)half;
            Assert.Equal(0.5, agreeing, 5 * Math.Sqrt(0.25 / half));
        }
    }

    [Fact]
    public void Forward_DropsTheSame_WithTheSameSeed() =>
        Assert.Equal(Run(0.5, Mode.Training, seed: 1), Run(0.5, Mode.Training, seed: 1));

    [Fact]
    public void Forward_DropsOthers_WithAnotherSeed() =>
        Assert.NotEqual(Run(0.5, Mode.Training, seed: 1), Run(0.5, Mode.Training, seed: 2));

    [Fact]
    public void Forward_DropsOthers_InAnotherLayer() =>
        Assert.NotEqual(Run(0.5, Mode.Training, seed: 1), Run(0.5, Mode.Training, seed: 1, layer: 2));

    [Fact]
    public void Forward_DropsTheSame_WithAnyNumberOfThreads() =>
        Assert.Equal(Run(0.5, Mode.Training, seed: 1, threads: 1), Run(0.5, Mode.Training, seed: 1, threads: 3));

    [Theory]
    [InlineData(0.5, Mode.Evaluation, 0)]
    [InlineData(0.5, Mode.Evaluation, 2)]
    [InlineData(0, Mode.Training, 0)]
    [InlineData(0, Mode.Training, 2)]
    public void ForwardAndBackward_ChangeNothing_WhenInactive(double probability, Mode mode, int outputHalo)
    {
        Dropout dropout = new(Shape, probability, new Random(1)) { OutputHalo = outputHalo };
        Tensor input = TestTensors.Random(1, 2, Shape), gradient = TestTensors.Random(2, 2, Shape, outputHalo);
        using ThreadTeam team = new(1);
        Pass pass = new(mode, team);

        Assert.Equal(TestTensors.Interior(input), TestTensors.Interior(dropout.Forward(input, pass)));
        Assert.Equal(TestTensors.Interior(gradient), TestTensors.Interior(dropout.Backward(gradient, pass)));
    }

    [Fact]
    public void Forward_DropsTheSame_HoweverValuesAreDividedIntoRows()
    {
        Shape oneRow = new(1, Shape.Height * Shape.Width, Shape.Channels);

        Assert.Equal(Run(0.5, Mode.Training, seed: 1), Run(0.5, Mode.Training, seed: 1, shape: oneRow));
    }

    [Theory]
    [InlineData(Mode.Training, 0)]
    [InlineData(Mode.Training, 1)]
    [InlineData(Mode.Sampling, 0)]
    [InlineData(Mode.Sampling, 1)]
    [InlineData(Mode.Evaluation, 0)]
    [InlineData(Mode.Evaluation, 1)]
    public void ForwardAndBackward_AreTheSame_BehindAPoolingLayer(Mode mode, int outputHalo)
    {
        MaxPool2d pool = new(Shape), joinedPool = new(Shape);
        Dropout dropout = new(pool.Output, 0.4, new Random(1)) { OutputHalo = outputHalo };
        Sequential joined = new(joinedPool, new Dropout(pool.Output, 0.4, new Random(1))) { OutputHalo = outputHalo };
        Tensor input = TestTensors.Random(1, 3, Shape), gradient = TestTensors.Random(2, 3, pool.Output, outputHalo);
        using ThreadTeam team = new(2);
        foreach (ulong seed in (ulong[])[3, 4])
        {
            Pass pass = new(mode, team) { Seed = seed };

            float[] output = TestTensors.Interior(joined.Forward(input, pass));
            float[] inputGradient = TestTensors.Interior(joined.Backward(gradient, pass));

            Assert.Equal(TestTensors.Interior(dropout.Forward(pool.Forward(input, pass), pass)), output);
            Assert.Equal(TestTensors.Interior(pool.Backward(dropout.Backward(gradient, pass), pass)), inputGradient);
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void Dropout_Throws_WhenTheProbabilityIsOutOfRange(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(Shape, probability, new Random(1)));

    static float[] Run(double probability, Mode mode, ulong seed, int layer = 1, int threads = 1, Shape? shape = null)
    {
        Dropout dropout = new(shape ?? Shape, probability, new Random(layer));
        Tensor ones = new(4, dropout.Input);
        Array.Fill(ones.Values, 1);
        using ThreadTeam team = new(threads);
        return TestTensors.Interior(dropout.Forward(ones, new Pass(mode, team) { Seed = seed }));
    }
}
