using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets;

public sealed class ScanLogTests
{
    const string Whole =
        """{"site":"lib","building":"0","floor":"3","region":"A1","x":12.913,"y":29.217,"device":"S3",""" +
        """
        "time":"2016-06-02T15:52:17Z","wifi":{"aa:bb:cc:dd:ee:fe":-61,"417":-78.5}}
        """;

    [Fact]
    public void Read_FillsEveryMember()
    {
        Scan scan = Assert.Single(Read(Whole, out _));

        Assert.Equal(("lib", "0", "3", "A1", "S3"), (scan.Site, scan.Building, scan.Floor, scan.Region, scan.Device));
        Assert.Equal((12.913, 29.217), (scan.X, scan.Y));
        Assert.Equal(new DateTimeOffset(2016, 6, 2, 15, 52, 17, TimeSpan.Zero), scan.Time);
        Assert.Equal([new("aa:bb:cc:dd:ee:fe", -61), new("417", -78.5f)], scan.Readings);
    }

    [Theory]
    [InlineData("garbage", "not a JSON object")]
    [InlineData("""{"wifi":{"a":-50}""", "not a JSON object")]
    [InlineData("""{"wifi":{"a":-50}} {}""", "not a JSON object")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{}", "no wifi")]
    [InlineData("""{"wifi":[]}""", "wifi is not an object")]
    [InlineData("""{"wifi":{"a":"-50"}}""", "wifi: the value of a is not a number")]
    [InlineData("""{"wifi":{},"x":1}""", "only one of x and y")]
    [InlineData("""{"wifi":{},"x":1,"y":"2"}""", "y is not a finite number")]
    [InlineData("""{"wifi":{},"x":1e999,"y":2}""", "x is not a finite number")]
    [InlineData("""{"wifi":{},"floor":3}""", "floor is not a string")]
    [InlineData("""{"wifi":{},"time":"2016-06-02T15:52:60Z"}""", "time is not an ISO 8601 time")]
    [InlineData("""{"wifi":{},"time":1464882737}""", "time is not an ISO 8601 time")]
    [InlineData("""{"wifi":{},"site":"\ud800"}""", "text that is not valid Unicode")]
    public void Read_SkipsOnlyTheBadLine_AndSaysWhy(string line, string reason)
    {
        var skipped = new List<SkippedLine>();
        var report = new ReadReport(skipped.Add);

        IReadOnlyList<Scan> scans = [.. ScanLog.Read(Text($"{Whole}\n{line}\n{Whole}\n"), "log", report)];

        Assert.Equal(2, scans.Count);
        Assert.Equal([new SkippedLine("log", 2, reason)], skipped);
        Assert.Equal((2, 1, 0), (report.Scans, report.SkippedLines, report.DroppedReadings));
    }

    [Fact]
    public void Read_DropsReadingsOutOfRange_AndKeepsTheScan()
    {
        Scan scan = Assert.Single(Read(
            """{"wifi":{"a":0,"b":100,"c":-127.5,"d":-127,"e":1e999}}""", out ReadReport report));

        Assert.Equal([new("d", -127)], scan.Readings);
        Assert.Equal(4, report.DroppedReadings);
    }

    [Fact]
    public void Read_DropsUnusableAccessPoints_AndKeepsTheScan()
    {
        Scan scan = Assert.Single(Read(
            """{"wifi":{"00:00:00:00:00:00":-50,"ff:ff:ff:ff:ff:ff":-50,"":-50}}""", out ReadReport report));

        Assert.Empty(scan.Readings);
        Assert.Equal(3, report.DroppedAccessPoints);
    }

    [Fact]
    public void Read_KeepsTheStrongest_WhenOneAccessPointIsSpeltTwice()
    {
        Scan scan = Assert.Single(Read(
            """{"wifi":{"AA-BB-CC-DD-EE-FE":-70,"aabbccddeefe":-60,"aa:bb:cc:dd:ee:fe":-80}}""", out _));

        Assert.Equal([new("aa:bb:cc:dd:ee:fe", -60)], scan.Readings);
    }

    [Fact]
    public void Read_IgnoresUnknownAndNullMembers_ByteOrderMark_BlankLinesAndCarriageReturns()
    {
        Scan scan = Assert.Single(Read(
            "\uFEFF{\"ssid\":{\"a\":[1]},\"x\":null,\"site\":null,\"wifi\":{}}\r\n\r\n", out ReadReport report));

        Assert.False(scan.IsLabelled);
        Assert.Equal(0, report.SkippedLines);
    }

    [Fact]
    public void Read_TakesTimeWithoutOffsetAsUtc()
    {
        Scan scan = Assert.Single(Read("""{"wifi":{},"time":"2016-06-02T15:52:17"}""", out _));

        Assert.Equal(new DateTimeOffset(2016, 6, 2, 15, 52, 17, TimeSpan.Zero), scan.Time);
    }

    [Fact]
    public void Read_SkipsAnAbsurdlyLongLine()
    {
        var skipped = new List<SkippedLine>();
        string longLine = "{\"wifi\":{},\"pad\":\"" + new string('x', 3 << 20) + "\"}";

        var report = new ReadReport(skipped.Add);

        Assert.Equal(2, ScanLog.Read(Text($"{Whole}\n{longLine}\n{Whole}"), "log", report).Count());
        Assert.Equal([new SkippedLine("log", 2, "longer than 1048576 bytes")], skipped);
    }

    [Fact]
    public void Read_DeliversBeforeTheStreamEnds()
    {
        // An endless stream: only a reader that does not buffer ever delivers.
        using var endless = new EndlessStream(Text(Whole + "\n").ToArray());

        Assert.Equal(1000, ScanLog.Read(endless, "log", new ReadReport()).Take(1000).Count());
        Assert.True(endless.BytesRead < 1000 * Whole.Length + 200_000, $"{endless.BytesRead} bytes read");
    }

    [Fact]
    public void Read_DeliversWhatItCan_WhenGzipIsCutShort()
    {
        using var folder = new TemporaryFolder();
        byte[] packed = TemporaryFolder.Gzip(Text(string.Concat(Enumerable.Repeat(Whole + "\n", 5000))).ToArray());
        var skipped = new List<SkippedLine>();
        var scans = new List<Scan>();

        foreach (int missing in (int[])[1, 8, packed.Length / 2])
        {
            string path = folder.Write("log.gz", packed[..^missing]);
            scans.Clear();
            skipped.Clear();
            var e = Assert.Throws<InvalidDataException>(() =>
            {
                foreach (Scan scan in ScanLog.Read(path, new ReadReport(skipped.Add))) scans.Add(scan);
            });
            Assert.Contains("cut short", e.Message, StringComparison.Ordinal);
            Assert.Single(skipped);
        }
        Assert.InRange(scans.Count, 1, 4999);
    }

    [Fact]
    public void Writer_GivesBackWhatWasWritten()
    {
        Prop.ForAll(Scans().ToArbitrary(), scans =>
        {
            using var stream = new MemoryStream();
            using (var writer = new ScanLogWriter(stream))
                foreach (Scan scan in scans)
                    writer.Write(scan);
            stream.Position = 0;
            var report = new ReadReport();
            Scan[] back = [.. ScanLog.Read(stream, "log", report)];
            Assert.Equal(0, report.SkippedLines);
            Assert.Equal(scans.Select(Plain), back.Select(Plain));
        }).Check(Config.QuickThrowOnFailure);

        static (Scan, string) Plain(Scan scan) => (scan with { Readings = [] }, string.Join(' ', scan.Readings));
    }

    [Theory]
    [InlineData("log.jsonl")]
    [InlineData("log.jsonl.gz")]
    public void Writer_PutsTheFileInPlaceOnlyWhenComplete(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, "old");
        Scan scan = Assert.Single(Read(Whole, out _));

        using (var writer = new ScanLogWriter(path)) writer.Write(scan);
        Assert.Equal("old", File.ReadAllText(path));

        using (var writer = new ScanLogWriter(path))
        {
            writer.Write(scan);
            writer.Complete();
        }
        Assert.Single(ScanLog.Read(path, new ReadReport()));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Writer_MakesANewFile_AndWritesThroughALink()
    {
        using var folder = new TemporaryFolder();
        string target = folder.File("new.jsonl"), link = folder.File("link.jsonl");
        File.CreateSymbolicLink(link, target);

        foreach (string path in (string[])[target, link])
        {
            using var writer = new ScanLogWriter(path);
            writer.Write(Assert.Single(Read(Whole, out _)));
            writer.Complete();
        }

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(Whole + "\n", File.ReadAllText(target));
    }

    [Fact]
    public void Writer_WritesTheDocumentedLine()
    {
        using var stream = new MemoryStream();
        using (var writer = new ScanLogWriter(stream)) writer.Write(Assert.Single(Read(Whole, out _)));

        Assert.Equal(Whole + "\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    static Gen<Scan[]> Scans()
    {
        Gen<string?> text = Gen.OneOf(
            Gen.Constant<string?>(null), Gen.Elements<string?>("", "a", "Pavillon Üß\"\\\n", "中"));
        Gen<double> metres = Gen.Choose(-1_000_000, 1_000_000).Select(value => value / 777.0);
        Gen<Reading> reading = Gen.Choose(1, 12700).Zip(Gen.Choose(1, 40))
            .Select(pair => new Reading($"ap {pair.Item2}", -pair.Item1 / 100f));
        return (from site in text
                from region in text
                from device in text
                from x in metres
                from labelled in Gen.Elements(true, false)
                from ticks in Gen.Choose(0, int.MaxValue)
                from readings in reading.ArrayOf()
                select new Scan
                {
                    Site = site,
                    Region = region,
                    Device = device,
                    X = labelled ? x : null,
                    Y = labelled ? -x / 3 : null,
                    Time = labelled ? null : DateTimeOffset.UnixEpoch.AddMilliseconds(ticks * 1000.0 + 1),
                    Readings = [.. readings.DistinctBy(r => r.AccessPoint)],
                }).ArrayOf();
    }

    static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    static List<Scan> Read(string text, out ReadReport report) =>
        [.. ScanLog.Read(Text(text), "log", report = new ReadReport())];
}
