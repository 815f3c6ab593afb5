using Itoloc.Fingerprints;
using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class LateAccessPointsTests
{
    static readonly AccessPointIndex Index = AccessPointIndex.Build(ChangingRoom.Scans(ChangingRoom.First, 1));

    [Fact]
    public void Extend_KeepsTheFeaturesWhereTheyAre()
    {
        var (extended, came) = Extend(Index, ChangingRoom.Scans(ChangingRoom.Later, 2), []);

        Assert.Equal(Index.Features, extended.Features.Take(Index.Count));
        Assert.Equal(Enumerable.Range(Index.Count, 8), came);
        Assert.Equal(
            Enumerable.Range(16, 8).Select(ap => $"ap{ap}").Order(),
            extended.Features.Skip(Index.Count).SelectMany(feature => feature.Members).Order());
    }

    [Fact]
    public void Extend_LeavesOutWhatWasHardlyHeard()
    {
        Scan passer = new() { Readings = [new("hotspot", -50)] };

        Assert.Equal(Index.Count, Extend(Index, [passer, passer], []).Index.Count);
    }

    [Fact]
    public void Extend_IsBounded()
    {
        Scan crowd = new() { Readings = [.. Enumerable.Range(0, 3000).Select(i => new Reading($"fake{i:0000}", -50))] };

        Assert.Equal(
            Index.Count + LateAccessPoints.Maximum, Extend(Index, [crowd, crowd, crowd], []).Index.Count);
    }

    [Fact]
    public void Extend_GivesAwayTheNumbersOfWhatHasLongGone()
    {
        Scan[] scans = ChangingRoom.Scans(ChangingRoom.Later, 2);
        var (full, _) = Extend(Index, [.. ChangingRoom.Scans(Enumerable.Range(30, 3), 2)], []);

        var (extended, came) = Extend(full, scans, [Index.Count + 1, Index.Count + 2]);

        Assert.Equal([Index.Count + 1, Index.Count + 2, .. Enumerable.Range(full.Count, 6)], came);
        Assert.Equal(full.Count + 6, extended.Count);
        Assert.Equal(full.Features[Index.Count], extended.Features[Index.Count]);
    }

    // Two in a hundred of the floor's scans, 0.3 of the site's.
    [Fact]
    public void Extend_CountsFloorByFloor()
    {
        Scan quiet = new() { Readings = [new("ap00", -50)] }, hearing = new() { Readings = [new("upstairs", -50)] };
        Scan[] scans = [.. Enumerable.Repeat(quiet, 1176), .. Enumerable.Repeat(hearing, 4), .. Enumerable.Repeat(quiet, 20)];
        int[] floors = [.. scans.Select((_, i) => i < 1000 ? 0 : 1)];

        Assert.Equal([Index.Count], LateAccessPoints.Extend(Index, Index.Count, scans, floors, []).Came);
        Assert.Empty(LateAccessPoints.Extend(Index, Index.Count, scans, new int[scans.Length], []).Came);
        Assert.Empty(LateAccessPoints.Extend(Index, Index.Count, scans, [.. floors.Select(_ => -1)], []).Came);
    }

    static (AccessPointIndex Index, int[] Came) Extend(AccessPointIndex index, Scan[] scans, int[] free) =>
        LateAccessPoints.Extend(index, Index.Count, scans, new int[scans.Length], free);
}
