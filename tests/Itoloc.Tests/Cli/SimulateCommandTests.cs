using Itoloc.Cli;
using Itoloc.Datasets;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Cli;

public sealed class SimulateCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Simulate_GivesTheSameBytes_ForTheSameSeedOnly()
    {
        Simulate("a", seed: 3);
        Simulate("b", seed: 3);
        Simulate("c", seed: 4);

        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.NotEqual(Bytes("a"), Bytes("c"));
        Assert.All(ScanLog.Read(_folder.File("a"), new ReadReport()), scan => Assert.Contains("simulated", scan.Site));
    }

    void Simulate(string name, int seed) => Assert.Equal(
        CommandLine.Done,
        CliRun.Of("simulate", "office", "--out", _folder.File(name), "--seed", $"{seed}").ExitCode);

    byte[] Bytes(string name) => File.ReadAllBytes(_folder.File(name));
}
