using Itoloc.Cli;
using Itoloc.Tests.Evaluation.Figures;

namespace Itoloc.Tests.Cli;

public sealed class FiguresCommandTests : IDisposable
{
    readonly CannedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Figures_RefusesAFigureThatIsNone()
    {
        var run = CliRun.Of("figures", "--only", "9,16", "--out", _logs.Out);

        Assert.Equal(CommandLine.WrongUsage, run.ExitCode);
        Assert.Contains("There is no figure '16'; there are table-1, 2, 5, 9,", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_DrawsFromTheLogs_AndPrintsVerdicts()
    {
        var run = CliRun.Of("figures", "--only", "9,10", "--draw", "--out", _logs.Out, "--data", _logs.Options.DataFolder);

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.Equal(4, run.OutputLines.Length);
        Assert.Contains("yes", run.OutputLines[2], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_logs.Out, "report.html")));
        Assert.True(File.Exists(Path.Combine(_logs.Out, "figure-09-simulated-office.svg")));
        Assert.False(File.Exists(Path.Combine(_logs.Out, "figure-12-simulated-mall.svg")));
    }

    [Fact]
    public void Figures_SaysThatNothingIsLost_WhenStopped()
    {
        File.Delete(_logs.Log(Itoloc.Evaluation.Figures.Studies.StudyList.OfficeLevels));
        using var messages = new StringWriter();

        var run = CliRun.With(
            [], messages, TimeProvider.System, new CancellationToken(canceled: true),
            "figures", "--only", "2", "--out", _logs.Out, "--data", _logs.Options.DataFolder);

        run.AssertFailed("the same command goes on from there");
        Assert.Contains("studies to measure: 1, about", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_RefusesAFileForAFolder()
    {
        string file = Path.Combine(_logs.Out, "runs", "file");
        File.WriteAllText(file, "");

        CliRun.Of("figures", "--only", "9", "--draw", "--out", file).AssertFailed("give a folder");
    }
}
