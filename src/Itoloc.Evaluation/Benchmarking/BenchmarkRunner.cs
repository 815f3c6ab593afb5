using System.Diagnostics;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>Runs a protocol for several methods and seeds.</summary>
public static class BenchmarkRunner
{
    sealed record Job(IMethod Method, int Seed, Fold Fold);

    /// <summary>Trains and tests every method on every fold with every seed, and sums up.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellation">
    /// Stops the run; finished folds stay in the log, and the same call resumes there.
    /// </param>
    /// <exception cref="IOException">
    /// The data archive is missing or cannot be read, or the log cannot be written.
    /// </exception>
    /// <exception cref="InvalidDataException">The data archive is damaged or holds other data.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static async Task<BenchmarkResult> RunAsync(
        BenchmarkOptions options,
        IProgress<BenchmarkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var start = StartOf(options);
        Fold[] folds = [.. options.Protocol.Folds(options.DataFolder, options.Quick)];
        Job[] jobs =
        [
            .. from method in options.Methods
               from seed in options.Seeds.Take(method.IsDeterministic ? 1 : options.Seeds.Count)
               from fold in folds
               select new Job(method, seed, fold),
        ];
        using var log = RunLog.Open(options.RunFolder, start, options.Extends);
        Job[] unfinished = [.. jobs.Where(job => Find(log, job) is null)];
        int finished = jobs.Length - unfinished.Length;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads,
            CancellationToken = cancellation,
        };
        await Parallel.ForEachAsync(unfinished, parallel, (job, stop) =>
        {
            void Report(double fraction) => progress?.Report(
                new(Volatile.Read(ref finished), jobs.Length, job.Method.Name, job.Seed, job.Fold.Name, fraction));
            log.Add(Run(job, new() { Seed = job.Seed, Progress = new Fraction(Report), Cancellation = stop }));
            Interlocked.Increment(ref finished);
            Report(1);
            return ValueTask.CompletedTask;
        });
        log.Complete(clock.Elapsed);
        return BenchmarkResult.Of(options, start, [.. jobs.Select(job => Find(log, job)!)]);
    }

    internal static RunStart StartOf(BenchmarkOptions options) => new()
    {
        Protocol = options.Protocol.Name,
        Quick = options.Quick,
        Methods = [.. options.Methods.Select(method => method.Name)],
        Seeds = options.Seeds,
        DataHash = options.Protocol.Archive is { } archive
            ? Provenance.HashOf(Path.Combine(options.DataFolder, archive))
            : RunStart.Simulated,
        Commit = Provenance.CommitAround(AppContext.BaseDirectory),
        Processor = Provenance.Processor(),
        Threads = options.Threads,
        Command = options.Command,
    };

    static FoldResult? Find(RunLog log, Job job) => log.Find(job.Method.Name, job.Seed, job.Fold.Name);

    static FoldResult Run(Job job, MethodContext context)
    {
        var (method, seed, fold) = job;
        int parts = 1 + fold.UnlabelledSteps.Count;
        long began = Stopwatch.GetTimestamp();
        var trained = method.Train(fold.Train, Part(0) with { Walks = fold.SurveyWalks, Plan = fold.Plan });
        // A cancelled training returns the best model so far, which is not the one to measure.
        context.Cancellation.ThrowIfCancellationRequested();
        double trainSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var centroid = (fold.Train.Average(scan => scan.X!.Value), fold.Train.Average(scan => scan.Y!.Value));
        List<TestResult> tests = [];
        for (int step = 0; step < fold.Tests.Count; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            began = Stopwatch.GetTimestamp();
            var updated = MethodUpdate.Apply(method, trained, fold, step, Part(step + 1));
            double? seconds = updated == trained ? null : Stopwatch.GetElapsedTime(began).TotalSeconds;
            trained = updated with { Choice = updated.Choice ?? trained.Choice };
            tests.Add(Test(trained.Localizer, fold.Tests[step], centroid) with
            {
                UpdateSeconds = seconds,
                UpdateNote = trained.Note,
            });
        }
        return new()
        {
            Method = method.Name,
            Seed = seed,
            Fold = fold.Name,
            Choice = trained.Choice,
            TrainSeconds = trainSeconds,
            Tests = tests,
        };

        // An update takes about as long as the training.
        MethodContext Part(int part) => context with
        {
            Progress = context.Progress is { } whole ? new Fraction(fraction => whole.Report((part + fraction) / parts)) : null,
        };
    }

    static TestResult Test(ILocalizer localizer, TestPart part, (double, double) centroid)
    {
        Scan[] questions = [.. part.Scans.Select(scan => scan.WithoutLabels())];
        long began = Stopwatch.GetTimestamp();
        var estimates = localizer.Locate(questions);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        LocatedScan[] located = [.. part.Scans.Zip(estimates, (truth, estimate) => new LocatedScan(truth, estimate))];
        return new()
        {
            Name = part.Name,
            Group = part.Group,
            LocateSeconds = seconds,
            Errors = part.AreStrangers ? null : ErrorStatistics.Percentiles(located),
            Statistics = part.AreStrangers
                ? ErrorStatistics.OfStrangers(estimates)
                : ErrorStatistics.Of(located, centroid),
        };
    }

    // Progress<T> would post to another thread and report after the end.
    sealed class Fraction(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
