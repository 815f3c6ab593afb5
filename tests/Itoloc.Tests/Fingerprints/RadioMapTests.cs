using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class RadioMapTests
{
    [Fact]
    public void Nearest_IsTheDefinition_OnRandomMaps()
    {
        Random random = new(2);
        float[][] rows = [.. Enumerable.Range(0, 60).Select(_ => Draw(random))];
        RadioMap map = new(rows);
        float[] query = Draw(random);

        RadioMap.Neighbour[] nearest = map.Nearest(query, 9);

        (int Row, double Distance)[] expected = [.. rows.Select((row, i) => (i, Distance(query, row))).OrderBy(pair => pair.Item2).Take(9)];
        Assert.Equal(expected.Select(pair => pair.Row), nearest.Select(neighbour => neighbour.Row));
        Assert.All(nearest.Zip(expected), pair => Assert.Equal(pair.Second.Distance, pair.First.Distance, 4));
    }

    [Fact]
    public void Nearest_IsZeroForTheSameAndOneForNothingInCommon()
    {
        RadioMap map = new([[-50, float.NaN], [float.NaN, -50]]);

        RadioMap.Neighbour[] nearest = map.Nearest([-50, float.NaN], 5);

        Assert.Equal([new(0, 0), new(1, 1)], nearest);
    }

    [Fact]
    public void Nearest_PutsTheEarlierRowFirst_AmongEquals()
    {
        RadioMap map = new([[-50, float.NaN], [-80, float.NaN], [-50, float.NaN], [-55, float.NaN]]);

        Assert.Equal([0, 2, 3], map.Nearest([-50, float.NaN], 3).Select(neighbour => neighbour.Row));
    }

    static float[] Draw(Random random) =>
        [.. Enumerable.Range(0, 11).Select(_ => random.Next(3) == 0 ? float.NaN : -100 + 70 * random.NextSingle())];

    static double Distance(float[] a, float[] b)
    {
        static double Level(float dbm) => float.IsNaN(dbm) ? 0 : Math.Max(0, Math.Exp((dbm + 106) / 24) - 1);
        return a.Zip(b).Sum(pair => Math.Abs(Level(pair.First) - Level(pair.Second)))
            / a.Zip(b).Sum(pair => Level(pair.First) + Level(pair.Second));
    }
}
