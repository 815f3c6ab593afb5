using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class GaussianFieldTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 4)]
    [InlineData(0, 20)]
    public void At_IsExponentiallyCorrelated(double x, double y)
    {
        const double length = 5;
        double correlation = Enumerable.Range(0, 4000)
            .Select(i => new GaussianField(new Seed(1).With(i), length))
            .Average(field => field.At(10, 10) * field.At(10 + x, 10 + y));

        Assert.Equal(Math.Exp(-Math.Sqrt(x * x + y * y) / length), correlation, 0.08);
    }
}
