using System.Text.Json;
using Itoloc.Cli;
using Itoloc.Cli.Commands;
using Itoloc.Evaluation;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Cli;

public sealed class BenchmarkCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Benchmark_Fails_WhenTheDataIsMissing() =>
        CliRun.Of("benchmark", "cross-device", "--data", _folder.Path, "--runs", _folder.Path).AssertFailed("--data");

    [Fact]
    public void FolderName_NamesShortLists_AndFitsLongOnes()
    {
        string[] all = [.. Methods.All.Select(method => method.Name)];
        string[] names = [.. all.Select((_, i) => BenchmarkCommand.FolderName("long-term-frozen-quick", all[..(i + 1)], 10))];

        Assert.Equal("campus-nn+knn-3", BenchmarkCommand.FolderName("campus", ["nn", "knn"], 3));
        Assert.All(names, name => Assert.InRange(name.Length, 1, 255));
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Benchmark_PrintsOneJsonDocument()
    {
        var data = Path.GetDirectoryName(TestData.Real("csu-het.zip"))!;

        var run = CliRun.Of("benchmark", "cross-device", "--methods", "knn,knn-star", "--quick", "--json",
            "--data", data, "--runs", _folder.Path);

        Assert.Equal(CommandLine.Done, run.ExitCode);
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(2, result.RootElement.GetProperty("methods").GetArrayLength());
        Assert.True(Directory.Exists(_folder.File("cross-device-quick-knn+knn-star-1")), "A quick run has one seed.");
    }
}
