using System.Collections.Concurrent;
using System.Threading.Channels;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Jobs;

/// <summary>The work of a job.</summary>
/// <param name="services">Services of its own.</param>
/// <param name="progress">To be told how far it is.</param>
/// <param name="cancellation">Stops it.</param>
/// <returns>What came of it, in one line.</returns>
delegate Task<string> JobWork(IServiceProvider services, JobProgress progress, CancellationToken cancellation);

/// <summary>
/// Runs jobs one after another, apart from the requests. What kinds there are it does not know: each brings its work.
/// </summary>
sealed class JobQueue(
    IServiceScopeFactory scopes, IDbContextFactory<ItolocContext> contexts, TimeProvider clock,
    ILogger<JobQueue> log) : BackgroundService
{
    /// <summary>Jobs that may wait.</summary>
    const int MostWaiting = 1000;

    readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly ConcurrentDictionary<long, Entry> _live = [];

    /// <summary>Puts a job in the queue.</summary>
    /// <returns>The job; null when the queue is full, or a job of this kind is already on its way for the
    /// site.</returns>
    public async Task<Job?> AddAsync(Site site, string kind, JobWork work, CancellationToken cancellation)
    {
        if (_live.Values.Any(entry => entry.Job.SiteId == site.Id && entry.Job.Kind == kind))
            return null;
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        Job job = new() { SiteId = site.Id, Kind = kind, State = Job.Waiting, Created = Now() };
        context.Jobs.Add(job);
        await context.SaveChangesAsync(cancellation);
        Entry entry = new(job, work);
        _live[job.Id] = entry;
        if (_queue.Writer.TryWrite(entry))
            return job;
        await FinishAsync(entry, Job.Failed, "the queue is full");
        return null;
    }

    /// <summary>How far a job is that waits or runs; null for any other.</summary>
    public JobProgress? ProgressOf(long jobId) => _live.GetValueOrDefault(jobId)?.Progress;

    /// <summary>Asks a job to stop.</summary>
    /// <returns>False when it neither waits nor runs.</returns>
    public bool TryCancel(long jobId)
    {
        if (!_live.TryGetValue(jobId, out Entry? entry))
            return false;
        entry.Stop.Cancel();
        return true;
    }

    /// <summary>Marks the jobs that the last run of the service left behind. Called before any job is added.</summary>
    public async Task CloseInterruptedAsync(CancellationToken cancellation)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        long now = Now();
        await context.Jobs.Where(job => job.Finished == null).ExecuteUpdateAsync(
            change => change.SetProperty(job => job.State, Job.Failed).SetProperty(job => job.Finished, now)
                .SetProperty(job => job.Outcome, "the service was stopped"), cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (Entry entry in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, entry.Stop.Token);
            await RunAsync(entry, stop.Token);
        }
    }

    async Task RunAsync(Entry entry, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            entry.Job.Started = Now();
            await SaveAsync(entry, Job.Running, null);
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            string outcome = await entry.Work(scope.ServiceProvider, entry.Progress, cancellation);
            await FinishAsync(entry, Job.Done, outcome);
        }
        catch (OperationCanceledException)
        {
            await FinishAsync(entry, Job.Cancelled, "stopped");
        }
        catch (InvalidDataException failure)
        {
            await FinishAsync(entry, Job.Failed, failure.Message);
        }
        // A job may fail in any way; the queue goes on to the next.
        catch (Exception failure)
        {
            log.LogError("Job {Job} failed: {Failure}", entry.Job.Id, failure);
            await FinishAsync(entry, Job.Failed, failure.Message);
        }
    }

    async Task FinishAsync(Entry entry, string state, string outcome)
    {
        entry.Job.Finished = Now();
        try
        {
            await SaveAsync(entry, state, outcome);
        }
        catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException)
        {
            log.LogError("Job {Job} ended as {State}, which could not be written: {Reason}", entry.Job.Id, state, failure.Message);
        }
        _live.TryRemove(entry.Job.Id, out _);
    }

    async Task SaveAsync(Entry entry, string state, string? outcome)
    {
        entry.Job.State = state;
        entry.Job.Outcome = outcome;
        await using ItolocContext context = await contexts.CreateDbContextAsync();
        context.Jobs.Update(entry.Job);
        await context.SaveChangesAsync();
    }

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    sealed record Entry(Job Job, JobWork Work)
    {
        public JobProgress Progress { get; } = new();

        public CancellationTokenSource Stop { get; } = new();
    }
}
