using Itoloc.Cli;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Cli;

public sealed class FloorPlanTests
{
    [Fact]
    public void ToString_DrawsWallsAndMarks_NorthOnTop()
    {
        var plan = new FloorPlan(Scenarios.Find("office")!);
        plan.Mark(new(1, 1), 'S');
        plan.Mark(new(29, 19), 'N');
        plan.Mark(new(-50, 500), '!');

        var rows = plan.ToString().Split('\n');

        Assert.Equal(21, rows.Length);
        Assert.Equal(61, rows[0].Length);
        Assert.Equal('N', rows[1][58]);
        Assert.Equal('S', rows[19][2]);
        Assert.DoesNotContain('!', plan.ToString());
        Assert.All(rows[0], character => Assert.Contains(character, "-|"));
    }
}
