using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;
using Itoloc.Tests.Training;
using Itoloc.Training;

namespace Itoloc.Tests;

public sealed class ModelFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Localizer _model = LocalizerTrainer.Train(
        ToySurvey.Scans(4, 1, "1", "2"), ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 1 } });

    string PathOf(string name) => Path.Combine(_folder.Path, name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_GivesTheSameAnswersAndDescription()
    {
        List<Scan> scans = ToySurvey.Scans(1, 7, "1", "2");
        _model.Save(PathOf("a.itoloc"));

        Localizer loaded = Localizer.Load(PathOf("a.itoloc"));

        Assert.Equal(_model.Locate(scans), loaded.Locate(scans));
        Assert.Equivalent(_model.Description, loaded.Description);
        Assert.Equal(_model.Rows, loaded.Rows);
        Assert.Equal(_model.Fingerprints, loaded.Fingerprints);
    }

    [Fact]
    public void Save_IsRepeatable()
    {
        _model.Save(PathOf("a.itoloc"));
        Localizer.Load(PathOf("a.itoloc")).Save(PathOf("b.itoloc"));

        Assert.Equal(File.ReadAllBytes(PathOf("a.itoloc")), File.ReadAllBytes(PathOf("b.itoloc")));
    }

    [Fact]
    public void Load_ReadsAFileOfVersion1()
    {
        _model.Save(PathOf("a.itoloc"));
        byte[] bytes = File.ReadAllBytes(PathOf("a.itoloc"));
        // Version 1 had no updates, so but for its number it is a version 2 that was never updated.
        bytes[6] = 1;
        System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));
        File.WriteAllBytes(PathOf("b.itoloc"), bytes);

        Assert.Equal(
            _model.Locate(ToySurvey.Scans(1, 7, "1", "2")), Localizer.Load(PathOf("b.itoloc")).Locate(ToySurvey.Scans(1, 7, "1", "2")));
    }

    // What a manifest does not name is as it was before it could be named.
    [Fact]
    public void Load_KnowsWhatEarlierFilesLeaveOut()
    {
        _model.Save(PathOf("a.itoloc"));
        byte[] bytes = File.ReadAllBytes(PathOf("a.itoloc"));
        int length = BitConverter.ToInt32(bytes, 16);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(bytes.AsSpan(20, length))!.AsObject();
        manifest.Remove("knownShare");
        manifest.Remove("history");
        foreach (var floor in manifest["floors"]!.AsArray())
        {
            Assert.True(floor!["network"]!.AsObject().Remove("predictors"));
            Assert.True(floor["image"]!.AsObject().Remove("compares"));
            foreach (string member in (string[])["networkTrust", "unseenMetres", "confidenceLoss", "confidenceShift"])
                Assert.True(floor["reader"]!.AsObject().Remove(member));
        }
        byte[] json = System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
        byte[] earlier = [.. bytes[..16], .. BitConverter.GetBytes(json.Length), .. json, .. bytes[(20 + length)..]];
        BitConverter.TryWriteBytes(earlier.AsSpan(8), (long)(earlier.Length - 48));
        System.Security.Cryptography.SHA256.HashData(earlier.AsSpan(..^32), earlier.AsSpan(^32..));
        File.WriteAllBytes(PathOf("b.itoloc"), earlier);

        Localizer loaded = Localizer.Load(PathOf("b.itoloc"));

        Assert.Equal(ModelManifest.UsualKnownShare, loaded.KnownShare);
        Assert.All(loaded.Floors, floor => Assert.Equal((3, true, 1, 0), (
            floor.Network.Options.Predictors, floor.Image.Compares, floor.Reader.NetworkTrust, floor.Reader.ConfidenceLoss)));
    }

    [Fact]
    public void Load_Throws_WhenAnyByteIsFlipped()
    {
        _model.Save(PathOf("a.itoloc"));
        byte[] bytes = File.ReadAllBytes(PathOf("a.itoloc"));
        foreach (int place in (int[])[0, 5, 6, 8, 15, 20, bytes.Length / 2, bytes.Length - 33, bytes.Length - 1])
        {
            byte[] damaged = [.. bytes];
            damaged[place] ^= 0x10;
            File.WriteAllBytes(PathOf("b.itoloc"), damaged);

            Assert.Throws<InvalidDataException>(() => Localizer.Load(PathOf("b.itoloc")));
        }
    }

    [Fact]
    public void Load_Throws_WhenCutShort()
    {
        _model.Save(PathOf("a.itoloc"));
        byte[] bytes = File.ReadAllBytes(PathOf("a.itoloc"));
        foreach (int length in (int[])[0, 3, 16, 60, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(PathOf("b.itoloc"), bytes[..length]);

            Assert.Throws<InvalidDataException>(() => Localizer.Load(PathOf("b.itoloc")));
        }
    }

    [Fact]
    public void Save_LeavesTheOldFile_WhenTheNewOneCannotBeWritten()
    {
        _model.Save(PathOf("a.itoloc"));
        byte[] before = File.ReadAllBytes(PathOf("a.itoloc"));
        Directory.CreateDirectory(PathOf("a.itoloc.partial"));

        Assert.ThrowsAny<Exception>(() => _model.Save(PathOf("a.itoloc")));

        Assert.Equal(before, File.ReadAllBytes(PathOf("a.itoloc")));
    }
}
