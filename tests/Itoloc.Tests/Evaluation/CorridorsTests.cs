using System.IO.Compression;
using System.Text;
using Itoloc.Evaluation;
using Itoloc.Evaluation.Splits;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Evaluation;

public sealed class CorridorsTests
{
    // A floor of 10 by 8 m: a shop with a yard (a hole) to the left, one along the right wall, and a room nobody can enter.
    const string Plan = """
        {"type":"FeatureCollection","features":[
         {"type":"Feature","properties":{"type":"floor"},"geometry":{"type":"MultiPolygon","coordinates":
           [[[[120.0,30.0],[120.1,30.0],[120.1,30.08],[120.0,30.08],[120.0,30.0]]]]}},
         {"type":"Feature","properties":{"name":"shop"},"geometry":{"type":"Polygon","coordinates":
           [[[120.01,30.01],[120.05,30.01],[120.05,30.05],[120.01,30.05],[120.01,30.01]],
            [[120.02,30.02],[120.04,30.02],[120.04,30.04],[120.02,30.04],[120.02,30.02]]]}},
         {"type":"Feature","properties":{"name":"shop"},"geometry":{"type":"Polygon","coordinates":
           [[[120.08,30.0],[120.1,30.0],[120.1,30.08],[120.08,30.08],[120.08,30.0]]]}}]}
        """;

    static Corridors Read() => new(Bytes(Plan), Bytes("""{"map_info":{"width":10,"height":8}}"""));

    static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(0.5, 0.5, true)] // in a corner
    [InlineData(6.5, 3.5, true)] // between the shops
    [InlineData(1.5, 1.5, false)] // in the shop
    [InlineData(2.5, 2.5, true)] // in its yard
    [InlineData(9.5, 7.5, false)] // in the shop along the wall
    [InlineData(-1, 3, false)]
    [InlineData(3, 8.5, false)]
    public void Contains_IsTheOutlineLessWhatIsDrawnInIt(double x, double y, bool expected) =>
        Assert.Equal(expected, Read().Contains(x, y));

    [Fact]
    public void Around_ReachesWhatIsOpen_AndNothingBehindWalls()
    {
        var reached = Read().Around([(6.5, 3.5), (9.5, 7.5)]);

        Assert.Equal(80 - 16 - 16, reached.Count);
        Assert.Contains((0.5, 0.5), reached);
        Assert.DoesNotContain((2.5, 2.5), reached);
    }

    [Fact]
    public void MallWalks_KeepToTheCorridors_AndThePlanIsOfThem()
    {
        var protocol = Protocols.Find("mall-walks")!;
        string path = TestData.Real(protocol.Archive!);
        var fold = protocol.Folds(Path.GetDirectoryName(path)!, quick: false).Single();
        using var archive = ZipFile.OpenRead(path);
        using Stream plan = archive.Entries.Single(entry => entry.Name == "geojson_map.json").Open();
        using Stream size = archive.Entries.Single(entry => entry.Name == "floor_info.json").Open();
        var corridors = new Corridors(plan, size);

        // Places between two way points are on the straight line, which may cut a corner.
        double inside = fold.Train.Average(scan => corridors.Contains(scan.X!.Value, scan.Y!.Value) ? 1.0 : 0);
        Assert.InRange(inside, 0.98, 1);
        Assert.Equal(20, fold.Plan!.Zones.Count);
        Assert.InRange(fold.Plan.Edges.Count, 19, 60);
        Assert.All(fold.Train, scan => Assert.NotNull(scan.Region));
    }
}
