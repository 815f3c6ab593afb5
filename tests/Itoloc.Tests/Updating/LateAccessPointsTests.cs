using Itoloc.Fingerprints;
using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class LateAccessPointsTests
{
    static readonly AccessPointIndex Index = AccessPointIndex.Build(ChangingRoom.Scans(ChangingRoom.First, 1));

    [Fact]
    public void Extend_KeepsTheFeaturesWhereTheyAre()
    {
        var (extended, came) = LateAccessPoints.Extend(Index, Index.Count, ChangingRoom.Scans(ChangingRoom.Later, 2), []);

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

        Assert.Equal(Index.Count, LateAccessPoints.Extend(Index, Index.Count, [passer, passer], []).Index.Count);
    }

    [Fact]
    public void Extend_IsBounded()
    {
        Scan crowd = new() { Readings = [.. Enumerable.Range(0, 3000).Select(i => new Reading($"fake{i:0000}", -50))] };

        Assert.Equal(
            Index.Count + LateAccessPoints.Maximum, LateAccessPoints.Extend(Index, Index.Count, [crowd, crowd, crowd], []).Index.Count);
    }

    [Fact]
    public void Extend_GivesAwayTheNumbersOfWhatHasLongGone()
    {
        Scan[] scans = ChangingRoom.Scans(ChangingRoom.Later, 2);
        var (full, _) = LateAccessPoints.Extend(Index, Index.Count, [.. ChangingRoom.Scans(Enumerable.Range(30, 3), 2)], []);

        var (extended, came) = LateAccessPoints.Extend(full, Index.Count, scans, [Index.Count + 1, Index.Count + 2]);

        Assert.Equal([Index.Count + 1, Index.Count + 2, .. Enumerable.Range(full.Count, 6)], came);
        Assert.Equal(full.Count + 6, extended.Count);
        Assert.Equal(full.Features[Index.Count], extended.Features[Index.Count]);
    }
}
