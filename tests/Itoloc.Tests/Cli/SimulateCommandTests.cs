using Itoloc.Cli;
using Itoloc.Datasets;
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
}
