using System.Text;
using System.Text.Json;
using Itoloc.Cli;
using Itoloc.Datasets;
using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Cli;

/// <summary>The commands that make or use a model, on a corridor of twelve points heard from four access points.</summary>
public sealed class TrainedModelTests(TrainedModelTests.Corridor corridor) : IClassFixture<TrainedModelTests.Corridor>
{
    [Fact]
    public void Train_WritesAModelAndSaysSo()
    {
        Assert.Equal(CommandLine.Done, corridor.Training.ExitCode);
        Assert.Contains("model written to", corridor.Training.Messages, StringComparison.Ordinal);
        Assert.Empty(corridor.Training.OutputBytes);
        Assert.True(File.Exists(corridor.Model));
    }

    [Fact]
    public void Train_KeepsTheBestSoFar_WhenStopped()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using var messages = new StopAtFirstEpoch(stop);

        var run = CliRun.With([], messages, new SteppingClock(TimeSpan.FromSeconds(10)), stop.Token,
            "train", corridor.Survey, "--model", folder.File("model"), "--threads", "1");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.Contains("stopped early", run.Messages, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, CliRun.Of("info", folder.File("model")).ExitCode);
    }

    [Fact]
    public void Locate_AnswersInInputOrder_OneLineAScan()
    {
        var questions = Lines(Corridor.Scans(device: "b", seed: 2).Append(Nothing));

        var run = CliRun.With(questions, "locate", "--model", corridor.Model, "-");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.Equal(Corridor.Points * Corridor.ScansPerPoint + 1, run.OutputLines.Length);
        Assert.Equal("""{"known":false}""", run.OutputLines[^1]);
        Assert.All(run.OutputLines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void Locate_SkipsGarbage_AndSaysWhichLine()
    {
        var questions = Lines(Corridor.Scans(device: "b", seed: 2).Take(1));

        var run = CliRun.With([.. questions, .. "garbage\n"u8, .. questions], "locate", "--model", corridor.Model, "-");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.Equal(2, run.OutputLines.Length);
        Assert.StartsWith("skipped: standard input:2: ", run.MessageLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_PrintsTheContractsMembers()
    {
        var run = CliRun.With(Lines(Corridor.Scans(device: "b", seed: 2)), "evaluate", "--model", corridor.Model, "-", "--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["n", "answered", "mean", "median", "p75", "p95", "max", "meanAll", "floorHit", "buildingHit", "regionSuccess",
                "within3m", "coverage95", "perDevice", "perMonth"],
            document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Corridor.Points * Corridor.ScansPerPoint, document.RootElement.GetProperty("n").GetInt32());
        Assert.True(document.RootElement.GetProperty("perDevice").TryGetProperty("b", out _));
        Assert.True(document.RootElement.GetProperty("perMonth").TryGetProperty("2024-05", out _));
    }

    [Fact]
    public void Evaluate_PrintsATable()
    {
        var run = CliRun.With(Lines(Corridor.Scans(device: "b", seed: 2)), "evaluate", "--model", corridor.Model, "-");

        Assert.Equal(["scans", "all", "b", "2024-05"], run.OutputLines.Where((_, row) => row != 1).Select(row => row.Split('|')[1].Trim()));
        Assert.Single(run.OutputLines.Select(row => row.Length).Distinct());
    }

    [Fact]
    public void Evaluate_Fails_WhenNoScanIsLabelled() =>
        CliRun.With(Lines([Nothing]), "evaluate", "--model", corridor.Model, "-").AssertFailed("no labelled scan");

    [Fact]
    public void Info_PrintsOneJsonDocument()
    {
        using var document = JsonDocument.Parse(CliRun.Of("info", corridor.Model, "--json").Output);

        Assert.Equal("corridor", document.RootElement.GetProperty("site").GetString());
        Assert.Equal(Corridor.Points, document.RootElement.GetProperty("referencePoints").GetInt32());
    }

    [Fact]
    public void Load_Fails_WhenAByteIsFlipped()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(corridor.Model);
        foreach (var position in new[] { 0, 9, bytes.Length / 2, bytes.Length - 1 })
        {
            byte[] damaged = [.. bytes];
            damaged[position] ^= 0x10;

            CliRun.Of("info", folder.Write("flipped", damaged)).AssertFailed("flipped is ");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Load_Fails_WhenTheModelIsCutShort(int length)
    {
        using var folder = new TemporaryFolder();

        CliRun.With(File.ReadAllBytes(corridor.Survey), "locate", "--model",
            folder.Write("short", File.ReadAllBytes(corridor.Model)[..length]), "-").AssertFailed("short is ");
    }

    [Fact]
    public void Load_Fails_WhenThereIsNoModel() => CliRun.Of("info", "nowhere.itoloc").AssertFailed("there is no file");

    [Fact]
    public void Model_PassesThroughStandardOutputAndInput()
    {
        var trained = CliRun.Of("train", corridor.Survey, "--model", "-", "--threads", "1");

        Assert.Equal(CliRun.Of("info", corridor.Model).Output, CliRun.With(trained.OutputBytes, "info", "-").Output);
    }

    static Scan Nothing => new() { Readings = [] };

    static byte[] Lines(IEnumerable<Scan> scans)
    {
        using var lines = new MemoryStream();
        using (var writer = new ScanLogWriter(lines))
        {
            foreach (var scan in scans) writer.Write(scan);
            writer.Complete();
        }
        return lines.ToArray();
    }

    /// <summary>Trains once for the whole class.</summary>
    public sealed class Corridor : IDisposable
    {
        public const int Points = 12;
        public const int ScansPerPoint = 8;

        readonly TemporaryFolder _folder = new();

        public Corridor()
        {
            Survey = _folder.Write("survey.jsonl", Lines(Scans("a", 1)));
            Model = _folder.File("corridor.itoloc");
            Training = CliRun.Of("train", Survey, "--model", Model, "--threads", "1");
        }

        public string Survey { get; }

        public string Model { get; }

        internal CliRun Training { get; }

        public void Dispose() => _folder.Dispose();

        public static IEnumerable<Scan> Scans(string device, int seed)
        {
            var random = new Random(seed);
            return
                from point in Enumerable.Range(0, Points)
                from scan in Enumerable.Range(0, ScansPerPoint)
                select new Scan
                {
                    Site = "corridor",
                    Building = "1",
                    Floor = "0",
                    X = 2 * point,
                    Y = 0,
                    Device = device,
                    Time = new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero),
                    Readings =
                    [
                        .. Enumerable.Range(0, 4).Select(accessPoint => new Reading(
                            $"0a:00:00:00:00:{accessPoint}0", -40 - Math.Abs(8 * accessPoint - 2 * point) - random.Next(3))),
                    ],
                };
        }
    }

    sealed class StopAtFirstEpoch(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.Contains("epoch", StringComparison.Ordinal)) stop.Cancel();
        }
    }
}
