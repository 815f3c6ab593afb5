using FsCheck;
using FsCheck.Fluent;
using Itoloc.Evaluation;

namespace Itoloc.Tests.Evaluation;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.95, 3.85)]
    [InlineData(1, 4)]
    public void Of_Interpolates_BetweenOrderStatistics(double share, double expected) =>
        Assert.Equal(expected, Quantile.Of([1, 2, 3, 4], share), 12);

    [Fact]
    public void Of_IsTheValue_WhenThereIsOne() => Assert.Equal(7, Quantile.Of([7], 0.95));

    [Fact]
    public void Of_Throws_WhenThereIsNone() => Assert.Throws<ArgumentException>(() => Quantile.Of([], 0.5));

    [Fact]
    public void Of_Throws_WhenShareIsNoShare() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1], 1.01));

    [Fact]
    public void Of_RisesFromSmallestToLargest() =>
        Prop.ForAll<NonEmptyArray<NormalFloat>>(values =>
        {
            double[] sorted = [.. values.Get.Select(v => Math.Clamp(v.Get, -1e9, 1e9)).Order()];
            double[] quantiles = [.. Enumerable.Range(0, 21).Select(i => Quantile.Of(sorted, i / 20.0))];
            return quantiles[0] == sorted[0] && quantiles[20] == sorted[^1]
                && quantiles.Zip(quantiles.Skip(1)).All(pair => pair.First <= pair.Second + 1e-6);
        }).Check(Config.QuickThrowOnFailure);
}
