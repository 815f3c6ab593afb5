using Itoloc.Fingerprints;

namespace Itoloc.Tests;

public sealed class ScanTests
{
    [Fact]
    public void WithoutLabels_RemovesPlaceOnly()
    {
        var scan = new Scan { Site = "s", Building = "b", Floor = "1", Region = "r", X = 1, Y = 2, Device = "d", Readings = [new("a", -50)] };

        var bare = scan.WithoutLabels();

        Assert.False(bare.IsLabelled);
        Assert.Equal(new Scan { Site = "s", Device = "d", Readings = scan.Readings }, bare);
    }
}
