using Itoloc.Cli;
using Itoloc.Datasets;
using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;
using Itoloc.Tests.Updating;
using Itoloc.Training;

namespace Itoloc.Tests.Cli;

public sealed class UpdateCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _model, _scans;

    public UpdateCommandTests()
    {
        (_model, _scans) = (_folder.File("model"), _folder.File("scans.jsonl"));
        LocalizerTrainer.Train(
            ChangingRoom.Scans(ChangingRoom.First, 1, scansPerPoint: 2), new() { Recipe = Recipe.Default with { Epochs = 1, MaximumSteps = 20 } }).Save(_model);
        Write(_scans, ChangingRoom.Scans(ChangingRoom.Later, 2, scansPerPoint: 2));
    }

    public void Dispose() => _folder.Dispose();

    static void Write(string path, IEnumerable<Scan> scans)
    {
        using var writer = new ScanLogWriter(path);
        foreach (var scan in scans) writer.Write(scan);
        writer.Complete();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Update_WritesTheNewModel_SaysWhatItDid_AndInfoRemembers()
    {
        var run = CliRun.Of("update", "--model", _model, _scans, "--out", _folder.File("new"), "--threads", "1");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.StartsWith("update 1: ", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("update 1: ", CliRun.Of("info", _folder.File("new")).Output, StringComparison.Ordinal);
        Assert.Contains("no longer believed", CliRun.Of("info", _folder.File("new")).Output, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, CliRun.Of("locate", "--model", _folder.File("new"), _scans).ExitCode);
    }

    [Fact]
    public void Update_KeepsTheOldModel_AndSaysWhy_WhenItIsRefused()
    {
        Write(_scans, [.. Enumerable.Range(0, 50).Select(i => new Scan { Readings = [new("elsewhere", -50)] })]);

        var run = CliRun.Of("update", "--model", _model, _scans, "--out", _folder.File("new"));

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.StartsWith("not updated: ", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_model), File.ReadAllBytes(_folder.File("new")));
    }

    [Fact]
    public void Update_LeavesNothing_WhenStopped()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        using StringWriter messages = new();

        var run = CliRun.With([], messages, TimeProvider.System, stop.Token, "update", "--model", _model, _scans, "--out", _folder.File("new"));

        Assert.Equal(CommandLine.Failed, run.ExitCode);
        Assert.Equal(["model", "scans.jsonl"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    // Only the paper's update refuses in these words; what it does with scans of the site is LocalizerUpdaterTests' matter.
    [Fact]
    public void Update_KeepsToThePaper_WhenAsked()
    {
        Write(_scans, [.. Enumerable.Range(0, 50).Select(_ => new Scan { Readings = [new("elsewhere", -50)] })]);

        var run = CliRun.Of("update", "--model", _model, _scans, "--out", _folder.File("new"), "--preset", "paper");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.StartsWith("not updated: no scan is of this site", run.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Update_IsWrongUsage_WithoutOut() =>
        Assert.Equal(CommandLine.WrongUsage, CliRun.Of("update", "--model", _model, _scans).ExitCode);
}
