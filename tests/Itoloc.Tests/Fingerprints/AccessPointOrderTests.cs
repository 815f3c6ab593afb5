using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class AccessPointOrderTests
{
    // Feature 0 tells the places apart best, 2 less, 1 is the same everywhere, 3 is never heard.
    static readonly float[][] Rows = [.. Enumerable.Range(0, 40).Select(n =>
        new float[] { n % 2 == 0 ? -40 : -90, -60, n % 2 == 0 ? -60 : -70, float.NaN })];

    static readonly int[] Locations = [.. Enumerable.Range(0, 40).Select(n => n % 2)];

    [Fact]
    public void Choose_TakesTheMostTelling_First() =>
        Assert.Equal([0, 2], AccessPointOrder.Choose(Rows, Locations, 2, maximum: 2));

    [Fact]
    public void Choose_LeavesOutWhatIsHardlyHeard() =>
        Assert.DoesNotContain(3, AccessPointOrder.Choose(Rows, Locations, 2, maximum: 4));

    [Fact]
    public void Chain_PutsTheLikeSideBySide()
    {
        Random random = new(5);
        // 0 and 2 rise together, 1 and 3 rise together.
        float[][] rows = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            float a = -40 - 40 * random.NextSingle(), b = -40 - 40 * random.NextSingle();
            return new float[] { a, b, a - 3, b - 3 };
        })];

        Assert.Equal([0, 2], AccessPointOrder.Chain(rows, [0, 1, 2, 3])[..2]);
    }
}
