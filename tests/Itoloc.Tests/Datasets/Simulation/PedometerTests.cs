using Itoloc.Datasets.Simulation;

namespace Itoloc.Tests.Datasets.Simulation;

/// <summary>The errors of the simulated sensors are those measured on 44 real walks (<c>docs/simulation.md</c>).</summary>
public class PedometerTests
{
    static readonly Scenario Silent = Scenarios.Find("office")! with { AccessPoints = [] };
    static readonly SimulatedBuilding Building = new(Silent, 1);
    static readonly SimulatedWalk[] Walks =
        [.. Enumerable.Range(0, 60).Select(seed => Building.WalkWithSensors(Silent.TestPhones[0], seed, scans: 60))];

    [Fact]
    public void WalkWithSensors_IsTheWalk_WithAMoveBetweenEveryTwoScans()
    {
        Assert.Equal(
            Building.Walk(Silent.TestPhones[0], seed: 7).Select(scan => (scan.X, scan.Y)),
            Walks[7].Scans.Select(scan => (scan.X, scan.Y)));
        Assert.All(Walks, walk => Assert.Equal(walk.Scans.Count - 1, walk.Moves.Count));
        Assert.Equal(Walks[3].Moves, Building.WalkWithSensors(Silent.TestPhones[0], 3, 60).Moves);
    }

    [Fact]
    public void WalkWithSensors_MakesNoMove_WithOneScan() =>
        Assert.Empty(Building.WalkWithSensors(Silent.TestPhones[0], 1, 1).Moves);

    [Fact]
    public void Moves_AreAsLongAsTheWay_WithinATenth()
    {
        double[] ratios = [.. Walks.Select(walk => walk.Moves.Sum(move => Math.Sqrt(move.X * move.X + move.Y * move.Y))
            / Steps(walk).Sum(step => Math.Sqrt(step.X * step.X + step.Y * step.Y)))];

        Assert.InRange(ratios.Average(), 0.93, 1.07);
        Assert.InRange(ScanStatistics.Deviation(ratios), 0.06, 0.15);
    }

    [Fact]
    public void Moves_GoAstray_ByAboutTenDegrees()
    {
        double[] astray = [.. Walks.Select(walk => walk.Moves.Zip(Steps(walk)).Aggregate(
            (Cos: 0.0, Sin: 0.0),
            (sum, pair) => (
                sum.Cos + pair.First.X * pair.Second.X + pair.First.Y * pair.Second.Y,
                sum.Sin + pair.First.Y * pair.Second.X - pair.First.X * pair.Second.Y),
            sum => Math.Atan2(sum.Sin, sum.Cos)))];

        Assert.InRange(Math.Sqrt(astray.Average(angle => angle * angle)), 0.16, 0.45);
    }

    static IEnumerable<(double X, double Y)> Steps(SimulatedWalk walk) =>
        walk.Scans.Zip(walk.Scans.Skip(1), (a, b) => (b.X!.Value - a.X!.Value, b.Y!.Value - a.Y!.Value));
}
