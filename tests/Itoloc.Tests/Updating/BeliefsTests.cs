using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class BeliefsTests
{
    const int Places = 10;
    const int PerPlace = 4;

    // Two access points: the first heard everywhere, the second in the first half.
    static float[][] Survey(float first = -60, float second = -60) =>
    [
        .. from place in Enumerable.Range(0, Places)
           from i in Enumerable.Range(0, PerPlace)
           select new[] { first, place < Places / 2 ? second : float.NaN },
    ];

    static int[] PlaceOf { get; } = [.. Enumerable.Range(0, Places * PerPlace).Select(row => row / PerPlace)];

    static (bool[] Believed, float[] OffsetsDb) Revise(float[][] scans, int[] placeOf)
    {
        bool[] believed = [true, true];
        float[] offsets = new float[2];
        new Beliefs(Survey(), PlaceOf, Places, ..2).Revise(scans, placeOf, believed, offsets);
        return (believed, offsets);
    }

    [Fact]
    public void Revise_NoLongerBelieves_WhatIsSilentWhereItWasHeard() =>
        Assert.Equal([true, false], Revise(Survey(second: float.NaN), PlaceOf).Believed);

    [Fact]
    public void Revise_SaysNothing_WhereNobodyWent()
    {
        int[] eastOnly = [.. PlaceOf.Select(place => place < Places / 2 ? -1 : place)];

        Assert.Equal([true, true], Revise(Survey(second: float.NaN), eastOnly).Believed);
    }

    [Fact]
    public void Revise_IsNotFooled_ByAFloodFromOnePlace()
    {
        float[][] flood = [.. Enumerable.Repeat(new[] { -60f, -60f }, 500)];

        var (believed, _) = Revise([.. Survey(second: float.NaN), .. flood], [.. PlaceOf, .. Enumerable.Repeat(0, 500)]);

        Assert.Equal([true, false], believed);
    }

    [Fact]
    public void Revise_FollowsAChangeOfPower()
    {
        var (_, offsets) = Revise(Survey(first: -66), PlaceOf);

        Assert.InRange(offsets[0], -6, -3);
        Assert.Equal(0, offsets[1]);
    }

    [Fact]
    public void Revise_NoLongerBelieves_WhatStandsElsewhere()
    {
        float[][] moved = [.. Survey().Select((row, i) => new[] { i / PerPlace % 2 == 0 ? -40f : -80f, row[1] })];

        Assert.False(Revise(moved, PlaceOf).Believed[0]);
    }
}
