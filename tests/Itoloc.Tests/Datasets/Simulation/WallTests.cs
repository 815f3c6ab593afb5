using System.Numerics;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

public class WallTests
{
    static readonly Wall Wall = new(new(0, 0), new(10, 0), Material.Brick);

    [Theory]
    [InlineData(5, -1, 5, 1, true)]
    [InlineData(1, 2, 9, -2, true)]
    [InlineData(5, 1, 9, 2, false)]
    [InlineData(11, -1, 11, 1, false)]
    [InlineData(2, 0, 8, 0, false)]
    [InlineData(5, 1, 5, 0, false)]
    public void IsCrossedBy_LinesFromOneSideToTheOther(float ax, float ay, float bx, float by, bool crosses) =>
        Assert.Equal(crosses, Wall.IsCrossedBy(new Vector2(ax, ay), new Vector2(bx, by)));
}
