using Itoloc.Evaluation;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Evaluation;

/// <summary>
/// The gate: what `itoloc benchmark PROTOCOL --quick --methods itoloc --seeds 1` says of the default preset. It runs on
/// real data and fails when a change makes it worse. Whoever makes it better lowers the number.
/// </summary>
public sealed class QuickGateTests
{
    /// <summary>A figure may be this much worse: another processor's vectors change the last digits, and seeds differ.</summary>
    const double Tolerance = 0.06;

    [Theory]
    [InlineData("cross-device", "csu-het.zip", 0.73)]
    [InlineData("churn-frozen", "mtloc-office-01-26.zip", 1.21)]
    [InlineData("long-term-frozen", "uji-lib-months-01-15.zip", 1.99)]
    [InlineData("churn", "mtloc-office-01-26.zip", 0.99)]
    public async Task MeanError_IsNoWorseThanStated(string protocol, string archive, double metres)
    {
        string data = Path.GetDirectoryName(TestData.Real(archive))!;
        using TemporaryFolder runs = new();

        BenchmarkResult result = await BenchmarkRunner.RunAsync(
            new()
            {
                Protocol = Protocols.Find(protocol)!,
                Methods = [Methods.Find("itoloc")!],
                Seeds = [1],
                Quick = true,
                DataFolder = data,
                RunFolder = runs.Path,
            },
            cancellation: TestContext.Current.CancellationToken);

        GroupResult all = result.Methods[0].Groups[^1];
        Assert.True(
            all.Mean!.Value <= metres * (1 + Tolerance),
            $"{protocol}: {all.Mean.Value:0.000} m, stated {metres:0.00} m and {100 * Tolerance:0} %");
        Assert.True(all.Unknown!.Value <= 0.02, $"{protocol}: {100 * all.Unknown.Value:0.0} % of in-site scans declined");
    }
}
