using Itoloc.Cli;
using Itoloc.Datasets;
using Itoloc.Datasets.Simulation;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Cli;

public sealed class SimulateCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Simulate_WritesTheSameScans_ToAFileAndToStandardOutput()
    {
        var toFile = CliRun.Of("simulate", "office", "--out", _folder.File("log"), "--seed", "3");
        var toOutput = CliRun.Of("simulate", "office", "--out", "-", "--seed", "3");

        Assert.Equal(CommandLine.Done, toFile.ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("log")), toOutput.OutputBytes);
        Assert.All(ScanLog.Read(_folder.File("log"), new ReadReport()), scan => Assert.Contains("simulated", scan.Site));
        Assert.StartsWith("simulated: 4,800 scans", toFile.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_WritesScansOfALaterDay_ByOtherPhones()
    {
        var run = CliRun.Of("simulate", "classroom", "--out", _folder.File("later"), "--day", "30");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        var scans = ScanLog.Read(_folder.File("later"), new ReadReport()).ToList();
        Assert.Equal(600, scans.Count);
        Assert.All(scans, scan => Assert.Equal(SimulatedBuilding.SurveyDay.AddDays(30).Date, scan.Time!.Value.Date));
        Assert.Contains("HUAWEI P10", scans.Select(scan => scan.Device));
    }

    [Fact]
    public void Simulate_Refuses_AFullSurveyOfALaterDay()
    {
        var run = CliRun.Of("simulate", "office", "--out", _folder.File("log"), "--full", "--day", "3");

        Assert.Equal(CommandLine.WrongUsage, run.ExitCode);
        Assert.Contains("--full is for the survey", run.Messages, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("log")));
    }
}
