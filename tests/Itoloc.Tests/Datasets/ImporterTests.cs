using System.IO.Compression;
using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets;

/// <summary>What every importer does alike.</summary>
public sealed class ImporterTests
{
    const string Table = "00:1a:1e:00:00:10,00:1a:1e:00:00:11,x,y,label\n-60,-100,19,38,0\n";

    [Fact]
    public void Read_IsTheSame_FromFolderZipAndFile()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("set/train/BLU_glover.csv", Table);
        ZipFile.CreateFromDirectory(folder.File("set"), folder.File("set.zip"));
        IImporter importer = Importers.Find("csu-het")!;

        Scan[] scans = [.. ((string[])[folder.File("set"), folder.File("set.zip"), file])
            .Select(path => Assert.Single(importer.Read(path, new ReadReport())))];

        Assert.Single(scans.Select(scan => $"{scan with { Readings = [] }} {scan.Readings[0]}").Distinct());
    }

    [Fact]
    public void ReadEntries_NamesTheEntryInsideTheSource()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train/BLU_glover.csv", Table);
        folder.Write("test/BLU_glover.csv", Table);
        folder.Write("floorplans/notes.txt", "not a table");

        Assert.Equal(["test/BLU_glover.csv", "train/BLU_glover.csv"],
            Importers.Find("csu-het")!.ReadEntries(folder.Path, new ReadReport()).Select(imported => imported.Entry));
    }

    [Fact]
    public void Read_Throws_WhenNothingIsOfTheFormat()
    {
        using var folder = new TemporaryFolder();

        foreach (IImporter importer in Importers.All)
            Assert.Throws<InvalidDataException>(() => importer.Read(folder.Path, new ReadReport()).Count());
    }

    [Fact]
    public void Read_Throws_WhenThePathIsMissing()
    {
        foreach (IImporter importer in Importers.All)
            Assert.ThrowsAny<IOException>(() => importer.Read("no such path", new ReadReport()).Count());
    }

    [Fact]
    public void Read_ReportsFileNumberAndReason_AndSkipsOnlyTheBadRow()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("BLU_glover.csv", Table + "-60,oops,19,38,0\n-60,-70,19\n-61,-71,19,38,1\n");
        var skipped = new List<SkippedLine>();

        IReadOnlyList<Scan> scans = [.. Importers.Find("csu-het")!.Read(file, new ReadReport(skipped.Add))];

        Assert.Equal(2, scans.Count);
        Assert.Equal([new(file, 3, "column 2 is not a number"), new(file, 4, "expected 5 columns, got 3")], skipped);
    }

    [Fact]
    public void CsuHet_TakesThePointsOfAnyPlanForAMetreApart()
    {
        using var folder = new TemporaryFolder();
        // Points 0, 1, 2 and 5: two steps of 16 pixels, and a gap that says nothing.
        string file = folder.Write("train/LG_sciences.csv",
            "00:1a:1e:00:00:10,x,y,label\n-60,32,16,0\n-60,48,16,1\n-61,48,16,1\n-60,48,32,2\n-60,48,640,5\n");

        Scan[] scans = [.. Importers.Find("csu-het")!.Read(file, new ReadReport())];

        Assert.Equal([(2, 1), (3, 1), (3, 1), (3, 2), (3, 40)], scans.Select(scan => (scan.X!.Value, scan.Y!.Value)));
        Assert.All(scans, scan => Assert.Equal(("sciences", "LG"), (scan.Building, scan.Device)));
    }

    [Fact]
    public void CsuHet_RefusesAPlanWhoseScaleCannotBeTold()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("LG_sciences.csv", "00:1a:1e:00:00:10,x,y,label\n-60,32,16,0\n-60,32,16,0\n");
        var skipped = new List<SkippedLine>();

        Assert.Empty(Importers.Find("csu-het")!.Read(file, new ReadReport(skipped.Add)));
        Assert.Contains("scale", Assert.Single(skipped).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engr0")]
    [InlineData("glover")]
    [InlineData("libstudy")]
    public void CsuHet_FindsTheScaleThatIsKnown(string plan)
    {
        using var folder = new TemporaryFolder();
        using (ZipArchive archive = ZipFile.OpenRead(TestData.Real("csu-het.zip")))
            archive.GetEntry($"train/LG_{plan}.csv")!.ExtractToFile(folder.File("LG_renamed.csv"));
        string known = folder.File($"LG_{plan}.csv");
        File.Copy(folder.File("LG_renamed.csv"), known);
        IImporter importer = Importers.Find("csu-het")!;

        double ratio = importer.Read(known, new ReadReport()).Max(scan => scan.X!.Value)
            / importer.Read(folder.File("LG_renamed.csv"), new ReadReport()).Max(scan => scan.X!.Value);

        Assert.Equal(1, ratio, 1e-6);
    }
}
