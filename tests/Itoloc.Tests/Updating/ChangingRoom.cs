using Itoloc.Fingerprints;

namespace Itoloc.Tests.Updating;

/// <summary>A corridor of sixteen points two metres apart, whose access points come and go.</summary>
static class ChangingRoom
{
    public const int Points = 16;

    /// <summary>Every point's scans with the access points that are there.</summary>
    /// <param name="accessPoints">Numbers; each number has its place in the corridor and its name.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="scansPerPoint">Scans a point.</param>
    /// <param name="offsetDb">Added to every level.</param>
    public static Scan[] Scans(IEnumerable<int> accessPoints, int seed, int scansPerPoint = 5, double offsetDb = 0)
    {
        int[] there = [.. accessPoints];
        Random random = new(seed);
        return
        [
            .. from point in Enumerable.Range(0, Points)
               from i in Enumerable.Range(0, scansPerPoint)
               select At(2 * point, there, random, offsetDb),
        ];
    }

    public static IEnumerable<int> First => Enumerable.Range(0, 16);

    /// <summary>Half of the first are gone, half as many are new.</summary>
    public static IEnumerable<int> Later => Enumerable.Range(0, 24).Where(ap => ap >= 16 || ap % 2 == 0);

    static Scan At(double x, int[] there, Random random, double offsetDb) => new()
    {
        Site = "corridor",
        Floor = "1",
        Region = x < 16 ? "west" : "east",
        X = x,
        Y = 0,
        Device = "phone",
        Readings =
        [
            .. from ap in there
               let distance = Math.Abs(x - 7 * ap % 32) + 1
               let dbm = -38 - 28 * Math.Log10(distance) + offsetDb + 3 * (random.NextDouble() - 0.5)
               where dbm > -90
               select new Reading($"ap{ap:00}", (float)dbm),
        ],
    };
}
