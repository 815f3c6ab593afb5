using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation;
using Itoloc.Evaluation.Rivals;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation.Rivals;

/// <summary>AcMu's pins, and what is regressed from them.</summary>
public sealed class PinTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void WalkPins_AreWhereAPhoneRests_ForThreeScansAtLeast(double step, bool isRest)
    {
        var survey = FingerprintSurvey.Of(ToyBuilding.Survey(1).Where(scan => scan.Floor == "0").ToArray());
        var map = PointMap.Of(survey);
        Scan At(double x, double y) => ToyBuilding.Survey(7).First(scan => (scan.Floor, scan.X, scan.Y) == ("0", x, y));
        // Rests at (2, 2), or takes a step meanwhile; then goes east and north.
        Scan[] scans = [At(2, 2), At(2, 2), At(2, 2), At(4, 2), At(6, 2), At(6, 4)];
        var walk = new Walk([.. scans.Select(scan => scan.WithoutLabels())], [(0, 0), (step, 0), (2, 0), (2, 0), (0, 2)]);

        var pins = WalkPins.Of([walk], map, map, TestContext.Current.CancellationToken).ToList();

        Assert.Equal(isRest ? [(2.0, 2.0)] : [], pins.Select(pin => (survey.Points[pin.Point].X, survey.Points[pin.Point].Y)));
    }

    [Fact]
    public void SimulatedWalkers_RestWhereAsked()
    {
        var office = new SimulatedBuilding(Scenarios.Find("office")!, 1);
        var walk = office.WalkWithSensors(office.Scenario.TestPhones[0], seed: 3, scans: 44, rest: 3);
        var places = walk.Scans.Select(scan => (scan.X, scan.Y)).ToList();

        Assert.Equal(44 - 4 * 3, places.Distinct().Count());
        Assert.Equal(places.Zip(places.Skip(1), (a, b) => a == b), walk.Moves.Select(move => move == (0, 0)));
        Assert.Single(places[7..11].Distinct());
        Assert.NotEqual(walk.Scans[7].Readings, walk.Scans[8].Readings);
    }

    [Fact]
    public void PinRegression_ComparesAPhoneWithItself()
    {
        // As a simulated surveyor deals them: another phone comes first at each point.
        var survey = FingerprintSurvey.Of([.. from point in Enumerable.Range(0, 4)
                                              from scan in Enumerable.Range(0, 8)
                                              select At(2 * point, $"phone {(point + scan) % 5}", scan, -50 - 3 * point)]);

        int[][] samples = new PinRegression(survey, []).Samples([0, 1, 3]);

        Assert.Equal(5, samples.Length);
        Assert.All(samples, rows => Assert.Single(rows.Select(row => survey.Scans[row].Device).Distinct()));
    }

    [Fact]
    public void PinRegression_Regresses_ThoughOnePointHasASingleScan()
    {
        // Along a corridor of five points the level goes with the day; the fifth has one scan.
        var survey = FingerprintSurvey.Of([.. from point in Enumerable.Range(0, 5)
                                              from scan in Enumerable.Range(0, point == 4 ? 1 : 20)
                                              select At(2 * point, "phone", scan, -50 - 3 * point - scan)]);
        var map = PointMap.Of(survey);
        float single = map.Levels[4][0];
        // Ten below the survey's mean.
        Pin Fresh(int point) => new(point, [map.Levels[point][0] - 10]);
        float expected = map.Levels[2][0] - 10;

        int written = new PinRegression(survey, [Fresh(0), Fresh(1), Fresh(3)]).Rewrite(map, TestContext.Current.CancellationToken);

        Assert.Equal(1, written);
        Assert.Equal(expected, map.Levels[2][0], 0.5f);
        Assert.Equal(single, map.Levels[4][0]);
    }

    static Scan At(double x, string phone, int second, float dbm) => new()
    {
        X = x,
        Y = 0,
        Device = phone,
        Time = DateTimeOffset.UnixEpoch.AddSeconds(second),
        Readings = [new("02:00:00:00:00:00", dbm)],
    };
}
