namespace Itoloc.Nn.Tests;

public sealed class InitializerTests
{
    [Fact]
    public void He_GivesItsVarianceAndMean0()
    {
        float[] weights = new float[40_000];

        Initializer.He(weights, fanIn: 50, slope: 0.1, new Random(1));

        double variance = 2 / (1.01 * 50);
        Assert.Equal(0, weights.Average(), 5 * Math.Sqrt(variance / weights.Length));
        Assert.Equal(variance, weights.Average(w => (double)w * w), 5 * variance * Math.Sqrt(2.0 / weights.Length));
    }
}
