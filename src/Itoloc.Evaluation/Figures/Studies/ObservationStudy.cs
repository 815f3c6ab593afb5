using System.Diagnostics;
using Itoloc.Evaluation.Benchmarking;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>Something measured that is no test of a method.</summary>
abstract class ObservationStudy(string name, string title) : Study(name, title)
{
    /// <summary>What is observed, one entry of the log each.</summary>
    protected abstract IReadOnlyList<string> Observations { get; }

    /// <summary>Observes one of them.</summary>
    protected abstract Observation Observe(string observation, StudyOptions options, CancellationToken cancellation);

    public override RunStart Start(StudyOptions options) => new()
    {
        Protocol = Name,
        Quick = !options.Full,
        Methods = Observations,
        Seeds = [1],
        DataHash = IsSimulated
            ? RunStart.Simulated
            : string.Join(' ', Archives.Select(file => Provenance.HashOf(Path.Combine(options.DataFolder, file)))),
        Commit = Provenance.CommitAround(AppContext.BaseDirectory),
        Processor = Provenance.Processor(),
        Threads = options.Threads,
        Command = options.Command,
    };

    public override async Task RunAsync(
        StudyOptions options, Action<double, string> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var log = RunLog.Open(Folder(options), Start(options), extends: true);
        int finished = 0;
        progress(0, Title);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Observations, parallel, (name, stop) =>
        {
            if (log.Find(name) is null)
                log.Add(Observe(name, options, stop));
            progress((double)Interlocked.Increment(ref finished) / Observations.Count, $"{Title}, {name}");
            return ValueTask.CompletedTask;
        });
        log.Complete(clock.Elapsed);
    }
}
