using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class PolygonTests
{
    // An L: a 4 × 2 bar with a 2 × 2 block on its left half.
    static readonly Vector2[] Corner = [new(0, 0), new(4, 0), new(4, 2), new(2, 2), new(2, 4), new(0, 4)];

    [Fact]
    public void Area_IsThatOfItsParts() => Assert.Equal(12, Polygon.Area(Corner));

    [Theory]
    [InlineData(1, 3, true)]
    [InlineData(3, 1, true)]
    [InlineData(3, 3, false)]
    [InlineData(-1, 1, false)]
    public void Contains_FollowsTheOutline(float x, float y, bool inside) =>
        Assert.Equal(inside, Polygon.Contains(Corner, new Vector2(x, y)));

    [Fact]
    public void PointInside_IsInside_ForEverySeed() =>
        Prop.ForAll<int>(seed => Polygon.Contains(Corner, Polygon.PointInside(Corner, new Seed(0).With(seed))))
            .Check(Config.QuickThrowOnFailure);
}
