namespace Itoloc.Nn.Tests;

public sealed class BatchNorm2dTests
{
    const double Epsilon = 1e-5;

    readonly BatchNorm2d _norm = new("norm", new Shape(3, 5, 2), slope: 1);
    readonly Tensor _input = TestTensors.Random(1, 4, new Shape(3, 5, 2));

    [Fact]
    public void Forward_GivesMean0AndVariance1_InTraining()
    {
        float[] output = Run(Mode.Training);

        for (int c = 0; c < 2; c++)
        {
            (double mean, double variance) = Moments(output, c);
            Assert.Equal(0, mean, 1e-6);
            Assert.Equal(1, variance, 1e-3); // ε takes a little of it
        }
    }

    [Fact]
    public void Forward_MovesRunningStatisticsByATenth_InTraining()
    {
        Run(Mode.Training);
        Run(Mode.Training);

        for (int c = 0; c < 2; c++)
        {
            (double mean, double variance) = Moments(TestTensors.Interior(_input), c);
            Assert.Equal(0.19 * mean, _norm.Parameters[2].Values[c], 1e-6);
            Assert.Equal(0.81 + 0.19 * variance * 60 / 59, _norm.Parameters[3].Values[c], 1e-5);
        }
    }

    [Theory]
    [InlineData(Mode.Evaluation)]
    [InlineData(Mode.Sampling)]
    public void Forward_UsesAndKeepsRunningStatistics_OutsideTraining(Mode mode)
    {
        float[][] values = [[2, 0.5f], [0.25f, -1], [0.3f, -0.2f], [4, 0.5f]];
        for (int i = 0; i < values.Length; i++)
            values[i].CopyTo(_norm.Parameters[i].Values, 0);

        float[] output = Run(mode);

        float[] expected =
        [
            .. TestTensors.Interior(_input).Select((x, i) => (float)(
                values[0][i % 2] * (x - values[2][i % 2]) / Math.Sqrt(values[3][i % 2] + Epsilon) + values[1][i % 2])),
        ];
        TestTensors.AssertClose(expected, output, 1e-6);
        Assert.Equal(values[2], _norm.Parameters[2].Values);
        Assert.Equal(values[3], _norm.Parameters[3].Values);
    }

    [Fact]
    public void Forward_ScalesNegativeValues_BySlope()
    {
        BatchNorm2d rectified = new("norm", _input.Shape, slope: 0.1f);
        using ThreadTeam team = new(1);

        float[] linear = Run(Mode.Training);
        float[] output = TestTensors.Interior(rectified.Forward(_input, new Pass(Mode.Training, team)));

        TestTensors.AssertClose([.. linear.Select(t => t < 0 ? 0.1f * t : t)], output, 1e-6);
    }

    // A convolution's outputs may lie far from zero: the variance must survive the cancellation.
    [Fact]
    public void Forward_GivesVariance1_WhenTheMeanIsTenDeviations()
    {
        BatchNorm2d norm = new("norm", new Shape(64, 64, 1), slope: 1);
        Tensor input = TestTensors.Random(2, 8, norm.Input);
        for (int i = 0; i < input.Values.Length; i++)
            input.Values[i] += 6;
        using ThreadTeam team = new(1);

        (double mean, double variance) = Moments(
            TestTensors.Interior(norm.Forward(input, new Pass(Mode.Training, team))), 0, channels: 1);

        Assert.Equal(0, mean, 1e-3);
        Assert.Equal(1, variance, 1e-3);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    public void BatchNorm2d_Throws_WhenTheSlopeIsOutOfRange(float slope) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2d("norm", new Shape(1, 1, 1), slope));

    float[] Run(Mode mode)
    {
        using ThreadTeam team = new(1);
        return TestTensors.Interior(_norm.Forward(_input, new Pass(mode, team)));
    }

    static (double Mean, double Variance) Moments(float[] values, int channel, int channels = 2)
    {
        double[] own = [.. values.Where((_, i) => i % channels == channel).Select(value => (double)value)];
        double mean = own.Average();
        return (mean, own.Average(value => (value - mean) * (value - mean)));
    }
}
