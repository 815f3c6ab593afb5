using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class InBetweenTests
{
    // Points 1 m apart on a line, the last far away; two domains.
    static readonly LocationClass[] Classes = [new(0, 0, null), new(1, 0, null), new(2, 0, null), new(3, 0, null), new(50, 0, null)];
    static readonly int[] Locations = [0, 1, 2, 3, 4, 0, 1];
    static readonly int[] Domains = [0, 0, 0, 0, 0, 1, 1];

    [Fact]
    public void Partner_StandsNearby_InTheSameDomain()
    {
        InBetween inBetween = new(Classes, Locations, Domains, [0, 1, 2, 3, 4, 5, 6]);
        Random random = new(1);
        for (int i = 0; i < 100; i++)
        {
            Assert.Contains(inBetween.Partner(0, random)!.Value, (int[])[1, 2, 3]);
            Assert.Equal(6, inBetween.Partner(5, random));
            Assert.Null(inBetween.Partner(4, random));
        }
    }

    [Fact]
    public void Partner_IsNeverARowThatMayNotBeUsed()
    {
        InBetween inBetween = new(Classes, Locations, Domains, [0, 2]);
        Random random = new(1);

        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(2, inBetween.Partner(0, random)));
    }

    [Fact]
    public void Mix_IsLinearInDbm_AndSilentBelowTheWeakest()
    {
        float[] mixed = new float[3];

        InBetween.Mix([-50, -80, float.NaN], [-70, float.NaN, float.NaN], 0.25f, mixed);

        Assert.Equal([-55f, -86.25f, float.NaN], mixed);
    }
}
