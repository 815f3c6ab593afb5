using Itoloc.Cli;
using Itoloc.Datasets;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Cli;

public sealed class ImportCommandTests : IDisposable
{
    const string Glover = """
        00:11:22:33:44:50,00:11:22:33:44:60,x,y,label
        -50,-100,19,38,1
        -60,-70,19,38,1
        -60,-70,38,38,2
        """;

    readonly TemporaryFolder _folder = new();

    public ImportCommandTests()
    {
        _folder.Write("set/train/BLU_glover.csv", Glover);
        _folder.Write("set/train/HTC_glover.csv", Glover);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("log.jsonl")]
    [InlineData("log.jsonl.gz")]
    public void Import_WritesALogAndCounts(string name)
    {
        var run = CliRun.Of("import", "csu-het", _folder.File("set"), "--out", _folder.File(name));

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.Equal(6, ScanLog.Read(_folder.File(name), new ReadReport()).Count());
        Assert.Contains("6 scans (6 labelled), 2 access points, 2 devices, 2 reference points", run.Messages, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Import_WritesToStandardOutput()
    {
        var run = CliRun.Of("import", "csu-het", _folder.File("set"), "--out", "-");

        Assert.Equal(6, run.OutputLines.Length);
        Assert.StartsWith("""{"site":"csu-het",""", run.OutputLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "log", "there is no file or folder")]
    [InlineData("empty", "log", "csu-het")]
    [InlineData("set", "none/log", "make it first")]
    [InlineData("set", "set", "is a directory")]
    public void Import_LeavesNothing_WhenItFails(string from, string to, string reason)
    {
        Directory.CreateDirectory(_folder.File("empty"));

        CliRun.Of("import", "csu-het", _folder.File(from), "--out", _folder.File(to)).AssertFailed(reason);

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Import_LeavesTheOldLog_WhenItIsStopped()
    {
        _folder.Write("log", "old");
        using var messages = new StringWriter();

        var run = CliRun.With([], messages, TimeProvider.System, new CancellationToken(canceled: true),
            "import", "csu-het", _folder.File("set"), "--out", _folder.File("log"));

        run.AssertFailed("stopped");
        Assert.Equal("old", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path))));
    }

    [Fact]
    public void Import_SaysThatTheDiskIsFull()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");

        var run = CliRun.Of("import", "csu-het", _folder.File("set"), "--out", "/dev/full");

        run.AssertFailed("No space left");
    }
}
