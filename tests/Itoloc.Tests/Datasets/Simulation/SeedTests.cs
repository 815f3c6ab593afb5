using FsCheck;
using FsCheck.Fluent;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class SeedTests
{
    [Fact]
    public void Uniform_IsSplitMix64() =>
        // The generator's first number from state 0, as its authors publish it.
        Assert.Equal(0xE220A8397B1DCDAF / Math.Pow(2, 64), new Seed(0).Uniform(), 1e-15);

    [Fact]
    public void With_GivesTheSameValueForEver_ForAName() =>
        Assert.Equal(0.30541468790649517, new Seed(0).With("drift").With(3).Uniform(), 1e-15);

    [Fact]
    public void Uniform_IsFromZeroToBelowOne_ForEveryPath() =>
        Prop.ForAll<int, int>((a, b) => new Seed(0).With(a).With(b).Uniform() is >= 0 and < 1)
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void With_DependsOnTheOrder() =>
        Assert.NotEqual(new Seed(0).With(1).With(2), new Seed(0).With(2).With(1));

    [Fact]
    public void Gaussian_HasMeanZeroAndDeviationOne()
    {
        double[] draws = [.. Enumerable.Range(0, 10_000).Select(i => new Seed(7).With(i).Gaussian())];

        // Four standard errors of a mean and of a variance of 10,000 draws.
        Assert.Equal(0, draws.Average(), 0.04);
        Assert.Equal(1, draws.Average(x => x * x), 0.06);
    }
}
