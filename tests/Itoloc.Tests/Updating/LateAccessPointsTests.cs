using Itoloc.Fingerprints;
using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class LateAccessPointsTests
{
    static readonly AccessPointIndex Index = AccessPointIndex.Build(ChangingRoom.Scans(ChangingRoom.First, 1));

    [Fact]
    public void Extend_KeepsTheFeaturesWhereTheyAre()
    {
        AccessPointIndex extended = LateAccessPoints.Extend(Index, Index.Count, ChangingRoom.Scans(ChangingRoom.Later, 2));

        Assert.Equal(Index.Features, extended.Features.Take(Index.Count));
        Assert.Equal(
            Enumerable.Range(16, 8).Select(ap => $"ap{ap}").Order(),
            extended.Features.Skip(Index.Count).SelectMany(feature => feature.Members).Order());
    }

    [Fact]
    public void Extend_LeavesOutWhatWasHardlyHeard()
    {
        Scan passer = new() { Readings = [new("hotspot", -50)] };

        Assert.Equal(Index.Count, LateAccessPoints.Extend(Index, Index.Count, [passer, passer]).Count);
    }

    [Fact]
    public void Extend_IsBounded()
    {
        Scan crowd = new() { Readings = [.. Enumerable.Range(0, 3000).Select(i => new Reading($"fake{i:0000}", -50))] };

        Assert.Equal(
            Index.Count + LateAccessPoints.Maximum, LateAccessPoints.Extend(Index, Index.Count, [crowd, crowd, crowd]).Count);
    }
}
