using System.Text;
using Itoloc.Cli;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Cli;

/// <summary>Scan logs that cannot be used, through the first command that reads one.</summary>
public sealed class ScanInputTests : IDisposable
{
    const string Unlabelled = """{"wifi":{"aa:bb:cc:dd:ee:01":-50}}""";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Fails_WhenTheFileIsMissing() =>
        AssertTrainFails("there is no file", "nowhere.jsonl");

    [Fact]
    public void Read_Fails_WhenAFolderIsGiven() =>
        AssertTrainFails("is a directory", _folder.Path);

    [Fact]
    public void Read_Fails_WhenNoScanIsLabelled() =>
        AssertTrainFails("no labelled scan among the 2", _folder.Write("log", $"{Unlabelled}\n{Unlabelled}\n"));

    [Fact]
    public void Read_Fails_WhenTheFileIsEmpty() =>
        AssertTrainFails("no labelled scan", _folder.Write("log", ""));

    [Fact]
    public void Read_Fails_WhenGzipIsCutShort()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 2000).Select(i => $$$"""{"x":{{{i}}},"y":0,"wifi":{"ap{{{i}}}":-50}}"""));
        var whole = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(lines));

        AssertTrainFails("cut short", _folder.Write("log.jsonl.gz", whole[..(whole.Length / 2)]));
    }

    [Fact]
    public void Read_Fails_WhenNoLineIsAScan()
    {
        var run = AssertTrainFails("no scan could be read", _folder.Write("log", string.Concat(Enumerable.Repeat("garbage\n", 20))));

        Assert.Contains(run.MessageLines, line => line.StartsWith("skipped: ", StringComparison.Ordinal) && line.Contains(":1:"));
        Assert.Equal(5, run.MessageLines.Count(line => line.StartsWith("skipped: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_Fails_WhenStandardInputIsNamedTwice() => AssertTrainFails("once only", "-", "-");

    [Fact]
    public void Read_TakesStandardInput()
    {
        var run = CliRun.With(Encoding.UTF8.GetBytes(Unlabelled), "train", "-", "--model", _folder.File("model"));

        run.AssertFailed("no labelled scan among the 1 in standard input");
    }

    [Fact]
    public void Train_FailsBeforeTraining_WhenTheModelsFolderIsMissing() =>
        CliRun.Of("train", _folder.Write("log", Unlabelled), "--model", _folder.File("none/model"))
            .AssertFailed("make it first");

    [Fact]
    public void Train_FailsBeforeTraining_WhenTheModelIsAFolder() =>
        CliRun.Of("train", _folder.Write("log", Unlabelled), "--model", _folder.Path).AssertFailed("is a directory");

    [Fact]
    public void Run_IsStopped_BeforeItWritesAnything()
    {
        using var messages = new StringWriter();
        var log = _folder.Write("log", Unlabelled);

        var run = CliRun.With(
            [], messages, TimeProvider.System, new CancellationToken(canceled: true), "train", log, "--model", _folder.File("model"));

        run.AssertFailed("stopped");
        Assert.Equal([log], Directory.GetFiles(_folder.Path));
    }

    CliRun AssertTrainFails(string reason, params string[] files)
    {
        var before = Directory.GetFiles(_folder.Path);

        var run = CliRun.Of(["train", .. files, "--model", _folder.File("model")]);

        run.AssertFailed(reason);
        Assert.Equal(before, Directory.GetFiles(_folder.Path));
        return run;
    }
}
