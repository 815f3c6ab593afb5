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
    public void NearestPoint_IsThatOfAllPoints()
    {
        var map = PointMap.Of(FingerprintSurvey.Of([.. ToyBuilding.Survey(1)]));
        var nearest = new NearestPoint(map);
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            // On the floor and up to some metres off it.
            double x = -5 + 18 * random.NextDouble(), y = -5 + 16 * random.NextDouble();
            int start = random.Next(map.Points.Count);
            double Squared(int k) => Math.Pow(map.Points[k].X - x, 2) + Math.Pow(map.Points[k].Y - y, 2);
            int expected = Enumerable.Range(0, map.Points.Count)
                .Where(k => map.Points[k].Floor == map.Points[start].Floor).MinBy(Squared);

            var (point, squared) = nearest.At(x, y, start);

            Assert.Equal(expected, point);
            Assert.Equal(Squared(expected), squared, precision: 9);
        }
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
