using System.Globalization;
using System.Text;
using Itoloc.Evaluation;
using Itoloc.Evaluation.Rivals;
using Itoloc.Evaluation.Splits;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation.Rivals;

public sealed class DeadReckoningTests
{
    [Fact]
    public void Between_IsTheSumOfSteps_TowardsWhereThePhonePoints()
    {
        // Two steps a second for five seconds, the phone turned a quarter to the east: rotation vector (0, 0, −sin 45°).
        var walk = new DeadReckoning(new StringReader(Lines(-Math.Sin(Math.PI / 4))));

        var (x, y) = walk.Between(0, 5000);
        Assert.InRange(walk.Steps, 9, 10);
        Assert.Equal(0.65 * walk.Steps, x, 1e-6);
        Assert.Equal(0, y, 1e-6);
    }

    [Fact]
    public void Steps_AreNone_WhereNothingIsRead() => Assert.Equal(0, new DeadReckoning(new StringReader("# empty\n1\tTYPE_WIFI")).Steps);

    [Fact]
    public void WalkPins_FindWhereAPhoneRests()
    {
        var survey = FingerprintSurvey.Of(ToyBuilding.Survey(1).Where(scan => scan.Floor == "0").ToArray());
        var map = PointMap.Of(survey);
        Scan At(double x, double y) => ToyBuilding.Survey(7).First(scan => (scan.Floor, scan.X, scan.Y) == ("0", x, y));
        // Rests at (2, 2), then goes east and north.
        Scan[] scans = [At(2, 2), At(2, 2), At(2, 2), At(4, 2), At(6, 2), At(6, 4)];
        var walk = new Walk([.. scans.Select(scan => scan.WithoutLabels())], [(0, 0), (0, 0), (2, 0), (2, 0), (0, 2)]);

        var pin = WalkPins.Of([walk], map, map).Where(p => p.Levels.Length > 0).ToList();

        Assert.Contains(pin, p => (survey.Points[p.Point].X, survey.Points[p.Point].Y) == (2, 2));
    }

    static string Lines(double z)
    {
        var lines = new StringBuilder();
        for (int ms = 0; ms < 5000; ms += 20)
        {
            double size = 9.8 + 3 * Math.Sin(2 * Math.PI * ms / 500);
            lines.Append(CultureInfo.InvariantCulture, $"{ms}\tTYPE_ACCELEROMETER\t0\t0\t{size}\t3\n");
            lines.Append(CultureInfo.InvariantCulture, $"{ms}\tTYPE_ROTATION_VECTOR\t0\t0\t{z}\t3\n");
        }
        return lines.ToString();
    }
}
