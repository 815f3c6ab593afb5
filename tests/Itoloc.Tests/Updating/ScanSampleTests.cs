using Itoloc.Fingerprints;
using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class ScanSampleTests
{
    static ScanSample Sample(int scans, int capacity, int seed)
    {
        ScanSample sample = new(seed, capacity);
        for (int i = 0; i < scans; i++)
            sample.Add(new Scan { Device = $"{i}", Readings = [] });
        return sample;
    }

    [Fact]
    public void Add_KeepsAll_WhileThereIsRoom() => Assert.Equal(7, Sample(7, 8, 1).Scans.Count);

    [Fact]
    public void Add_KeepsEachAlikeOften()
    {
        int early = Enumerable.Range(0, 300).Sum(seed =>
            Sample(40, 10, seed).Scans.Count(scan => int.Parse(scan.Device!, null) < 20));

        Assert.InRange(early, 1400, 1600);
    }

    [Fact]
    public void Add_RepeatsItself() => Assert.Equal(Sample(90, 9, 3).Scans, Sample(90, 9, 3).Scans);
}
