using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class LabelTests
{
    static readonly DateTimeOffset Start = new(2024, 5, 6, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FindDomains_IsDeviceAndDay_WhereThereAreScansEnough()
    {
        Scan[] scans = [.. Enumerable.Range(0, 1000).Select(i => Heard($"phone{i % 2}", Start.AddDays(i / 2 % 2)))];

        (IReadOnlyList<string> names, int[] labels) = DomainLabels.Find(scans);

        Assert.Equal(["phone0 2024-05-06", "phone0 2024-05-07", "phone1 2024-05-06", "phone1 2024-05-07"], names);
        Assert.Equal([0, 2, 1, 3], labels[..4]);
    }

    [Fact]
    public void FindDomains_IsDeviceAlone_WhereThereAreFewScans()
    {
        Scan[] scans = [.. Enumerable.Range(0, 100).Select(i => Heard($"phone{i % 2}", Start.AddDays(i)))];

        Assert.Equal(["phone0", "phone1"], DomainLabels.Find(scans).Names);
    }

    [Fact]
    public void FindLocations_AreTheDistinctPoints()
    {
        (IReadOnlyList<LocationClass> classes, int[] labels) = LocationClass.Find([(1, 1, "a"), (2, 1, "b"), (1, 1, "a"), (1, 1, "c")]);

        Assert.Equal([new LocationClass(1, 1, "a"), new LocationClass(2, 1, "b")], classes);
        Assert.Equal([0, 1, 0, 0], labels);
    }

    // A wall every three metres, as between offices: a class over it would name the wrong room for half of its points.
    [Fact]
    public void FindLocations_MergesNoPointsOfTwoRegions()
    {
        (double X, double Y, string? Region)[] points =
        [
            .. from x in Enumerable.Range(0, 40)
               from y in Enumerable.Range(0, 20)
               select ((double)x, (double)y, (string?)$"room {x / 3}"),
        ];

        (IReadOnlyList<LocationClass> classes, int[] labels) = LocationClass.Find(points);

        Assert.InRange(classes.Count, 50, LocationClass.Maximum);
        Assert.All(points.Zip(labels), pair => Assert.Equal(pair.First.Region, classes[pair.Second].Region));
    }

    [Fact]
    public void FindLocations_FitsAnyNumberOfRegions() => Assert.InRange(
        LocationClass.Find([.. Enumerable.Range(0, 1000).Select(i => (i % 40 * 1.0, i / 40 * 1.0, (string?)$"{i}"))]).Classes.Count,
        1, LocationClass.Maximum);

    [Fact]
    public void FindLocations_MergesPoints_WhenThereAreTooMany()
    {
        Random random = new(4);
        (double, double, string?)[] points =
            [.. Enumerable.Range(0, 3000).Select(_ => (50 * random.NextDouble(), 20 * random.NextDouble(), (string?)null))];

        (IReadOnlyList<LocationClass> classes, int[] labels) = LocationClass.Find(points);

        Assert.InRange(classes.Count, 100, LocationClass.Maximum);
        Assert.All(points.Zip(labels), pair => Assert.True(classes[pair.Second].DistanceTo(pair.First.Item1, pair.First.Item2) < 5));
    }

    static Scan Heard(string device, DateTimeOffset time) => new() { Device = device, Time = time, Readings = [] };
}
