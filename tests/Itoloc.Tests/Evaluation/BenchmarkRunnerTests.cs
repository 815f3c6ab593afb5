using System.Text.Json;
using Itoloc.Evaluation;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Evaluation;

public sealed class BenchmarkRunnerTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public BenchmarkRunnerTests() => _folder.Write("toy.bin", "rows");

    public void Dispose() => _folder.Dispose();

    BenchmarkOptions Options(params IMethod[] methods) => new()
    {
        Protocol = new ToyProtocol(),
        Methods = methods,
        Threads = 1,
        DataFolder = _folder.Path,
        RunFolder = _folder.File("run"),
    };

    string[] LogTypes() =>
    [
        .. File.ReadLines(_folder.File("run/run.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()!),
    ];

    static Task<BenchmarkResult> Run(BenchmarkOptions options, IProgress<BenchmarkProgress>? progress = null) =>
        BenchmarkRunner.RunAsync(options, progress, TestContext.Current.CancellationToken);

    [Fact]
    public async Task RunAsync_LogsStartFoldsAndDone()
    {
        await Run(Options(Methods.Find("knn-star-fixed")!));

        Assert.Equal(["start", "fold", "fold", "done"], LogTypes());
    }

    [Fact]
    public async Task RunAsync_TrainsOnceASeed_WhenTheSeedMatters()
    {
        var method = new GuessingMethod();

        var result = await Run(Options(method));

        Assert.Equal(6, method.Trainings);
        Assert.True(result.Methods[0].Groups[^1].Mean!.Spread > 0);
    }

    [Fact]
    public async Task RunAsync_GivesTheSameFigures_WhateverTheThreads()
    {
        var one = await Run(Options(new GuessingMethod()));
        var four = await Run(Options(new GuessingMethod()) with { Threads = 4 });

        Assert.Equal(one.Methods[0].Groups, four.Methods[0].Groups);
    }

    [Fact]
    public async Task RunAsync_Resumes_WhereItWasInterrupted()
    {
        var whole = await Run(Options(new GuessingMethod()) with { RunFolder = _folder.File("other") });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Options(new GuessingMethod { FailsAfter = 4 })));
        // Killed in the middle of a line.
        await File.AppendAllTextAsync(
            _folder.File("run/run.jsonl"), "{\"type\":\"fo", TestContext.Current.CancellationToken);
        var method = new GuessingMethod();

        var result = await Run(Options(method));

        Assert.Equal(2, method.Trainings);
        Assert.Equal(whole.Methods[0].Groups, result.Methods[0].Groups);
        Assert.Equal(["start", .. Enumerable.Repeat("fold", 6), "done"], LogTypes());
    }

    [Fact]
    public async Task RunAsync_KeepsFinishedFolds_WhenCancelled()
    {
        using var stop = new CancellationTokenSource();
        var method = new GuessingMethod { Trained = count => { if (count == 3) stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => BenchmarkRunner.RunAsync(Options(method), cancellation: stop.Token));

        // The third training saw the cancellation, so what it returned is no result.
        Assert.Equal(["start", "fold", "fold"], LogTypes());
    }

    [Fact]
    public async Task RunAsync_StartsAfresh_WhenTheDataChanged()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Options(new GuessingMethod { FailsAfter = 4 })));
        _folder.Write("toy.bin", "other rows");
        var method = new GuessingMethod();

        await Run(Options(method));

        Assert.Equal(6, method.Trainings);
        Assert.True(File.Exists(_folder.File("run/run.previous.jsonl")));
    }

    [Fact]
    public async Task RunAsync_StartsAfresh_WhenTheLastRunWasDone()
    {
        await Run(Options(new GuessingMethod()));
        var method = new GuessingMethod();

        await Run(Options(method));

        Assert.Equal(6, method.Trainings);
    }

    [Fact]
    public async Task RunAsync_TrainsOnlyWhatIsNew_WhenItExtendsAFinishedLog()
    {
        await Run(Options(new GuessingMethod()) with { Seeds = [1] });
        var method = new GuessingMethod();

        await Run(Options(method) with { Seeds = [1, 2], Extends = true });

        Assert.Equal(2, method.Trainings);
        Assert.Equal(["start", "fold", "fold", "fold", "fold", "done"], LogTypes());
    }

    [Fact]
    public async Task RunAsync_LogsTheErrorsDistribution()
    {
        await Run(Options(Methods.Find("knn-star-fixed")!));

        var test = RunLog.Read(_folder.File("run/run.jsonl")).OfType<FoldResult>().First().Tests[0];
        Assert.Equal(101, test.Errors!.Count);
        Assert.Equal(test.Statistics.Median!.Value, test.Errors[50], precision: 3);
        Assert.Equal(test.Statistics.Max!.Value, test.Errors[100], precision: 3);
    }

    [Fact]
    public async Task RunAsync_ReportsEveryTraining()
    {
        var seen = new List<BenchmarkProgress>();

        await Run(Options(new GuessingMethod()), new Listener(seen));

        Assert.Equal([1, 2, 3, 4, 5, 6], seen.Where(p => p.Fraction == 1).Select(p => p.Finished));
        Assert.All(seen, p => Assert.Equal(6, p.Total));
    }

    [Fact]
    public async Task RunAsync_ReportsHowFarUpdatesAre()
    {
        var seen = new List<BenchmarkProgress>();

        await Run(Options(new GuessingMethod()) with { Protocol = new ToyProtocol { Updates = 3 } }, new Listener(seen));

        Assert.Equal(
            [0.125, 0.375, 0.625, 0.875, 1],
            seen.Where(p => (p.Seed, p.Fold) == (seen[0].Seed, seen[0].Fold)).Select(p => p.Fraction));
    }

    [Fact]
    public async Task RunAsync_NeverShowsLabelsToALocalizer()
    {
        var method = new GuessingMethod();

        await Run(Options(method));

        Assert.False(method.SawLabels);
    }

    [Fact]
    public async Task MarkdownTable_HasARowAGroup()
    {
        string table = MarkdownTable.Of(await Run(Options(Methods.Find("knn-star-fixed")!, new GuessingMethod())));

        Assert.Contains("\n| knn-star-fixed | toy | 160 |", table, StringComparison.Ordinal);
        Assert.Contains("\n| guess | all | 160 |", table, StringComparison.Ordinal);
        Assert.Matches(@"\| guess \| all \| 160 \| [0-9.]+ ± [0-9.]+ \|", table);
    }

    [Fact]
    public async Task ToJson_IsOneDocument()
    {
        using var json = JsonDocument.Parse((await Run(Options(new GuessingMethod()))).ToJson());

        var method = Assert.Single(json.RootElement.GetProperty("methods").EnumerateArray());
        Assert.Equal(
            ["toy", "all"],
            method.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("group").GetString()!));
    }

    sealed class Listener(List<BenchmarkProgress> seen) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value)
        {
            lock (seen)
                seen.Add(value);
        }
    }

    /// <summary>Answers a point drawn with its seed.</summary>
    sealed class GuessingMethod : IMethod
    {
        int _trainings;

        public int Trainings => _trainings;

        public int FailsAfter { get; init; } = int.MaxValue;

        public Action<int>? Trained { get; init; }

        public bool SawLabels { get; private set; }

        public string Name => "guess";

        public string Description => "a point drawn with the seed";

        public string Tuning => "nothing";

        public bool IsDeterministic => false;

        public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
        {
            int count = Interlocked.Increment(ref _trainings);
            if (count > FailsAfter)
                throw new InvalidOperationException("interrupted");
            Trained?.Invoke(count);
            double x = new Random(context.Seed).NextDouble();
            return Halfway(context, new(new Guess(this, new() { Known = true, Building = "b", Floor = "0", X = x, Y = x })));
        }

        static TrainedMethod Halfway(MethodContext context, TrainedMethod trained)
        {
            context.Progress?.Report(0.5);
            return trained with { Update = (_, update) => Halfway(update, trained) };
        }

        sealed class Guess(GuessingMethod method, LocationEstimate answer) : ILocalizer
        {
            public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans)
            {
                method.SawLabels |= scans.Any(scan => scan.IsLabelled);
                return [.. scans.Select(_ => answer)];
            }
        }
    }
}
