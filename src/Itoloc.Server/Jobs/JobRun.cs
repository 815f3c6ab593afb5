using System.Globalization;
using Itoloc.Server.Health;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Itoloc.Server.Jobs;

/// <summary>One attempt at a job, in the process that the scheduler chose.</summary>
sealed class JobRun(
    IDbContextFactory<ItolocContext> contexts, IServiceProvider services, IHostApplicationLifetime lifetime, TimeProvider clock,
    Metrics metrics, ILogger<JobRun> log) : IJob
{
    /// <summary>The job's number in the scheduler's data.</summary>
    public const string IdKey = "job";

    /// <summary>How often progress is written, and whether to stop is asked.</summary>
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    readonly JobProgress _progress = new();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        long id = long.Parse(context.MergedJobDataMap.GetString(IdKey)!, CultureInfo.InvariantCulture);
        if (await BeginAsync(id) is not var (job, site))
            return;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using CancellationTokenSource ended = new();
        Task watching = WatchAsync(job, stop, ended.Token);
        (string state, string? outcome) = await WorkAsync(job, site, stop.Token);
        await ended.CancelAsync();
        await watching;
        bool isToGoOn = state == Job.Cancelled && lifetime.ApplicationStopping.IsCancellationRequested && !await IsCancelledAsync(id);
        await EndAsync(job, isToGoOn ? Job.Waiting : state, outcome);
        metrics.JobEnded(job.Kind, isToGoOn ? Job.Waiting : state);
    }

    async Task<(string State, string? Outcome)> WorkAsync(Job job, Site site, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            IJobWork work = services.GetRequiredKeyedService<IJobWork>(job.Kind);
            return (Job.Done, await work.RunAsync(site, job.Parameters, _progress, cancellation));
        }
        catch (OperationCanceledException)
        {
            return (Job.Cancelled, "stopped");
        }
        catch (InvalidDataException failure)
        {
            return (Job.Failed, failure.Message);
        }
        // A job may fail in any way; the next must not suffer for it.
        catch (Exception failure)
        {
            log.LogError("Job {Job} failed: {Failure}", job.Id, failure);
            return (Job.Failed, failure.Message);
        }
    }

    // Null when it has ended already: the scheduler may offer a job once more than needed.
    async Task<(Job Job, Site Site)?> BeginAsync(long id)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync();
        long now = Now();
        int begun = await context.Jobs.Where(job => job.Id == id && job.Finished == null).ExecuteUpdateAsync(
            change => change.SetProperty(job => job.State, Job.Running).SetProperty(job => job.Started, now)
                .SetProperty(job => job.Attempt, job => job.Attempt + 1));
        if (begun == 0)
            return null;
        Job job = await context.Jobs.AsNoTracking().SingleAsync(job => job.Id == id);
        return (job, await context.Sites.AsNoTracking().SingleAsync(site => site.Id == job.SiteId));
    }

    // Writes progress; stops the work when somebody asked for it, or when another process has begun it anew.
    async Task WatchAsync(Job job, CancellationTokenSource stop, CancellationToken ended)
    {
        using PeriodicTimer timer = new(Period, clock);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(ended);
                await using ItolocContext context = await contexts.CreateDbContextAsync(ended);
                int mine = await context.Jobs
                    .Where(row => row.Id == job.Id && row.Attempt == job.Attempt && !row.IsCancelled)
                    .ExecuteUpdateAsync(change => change.SetProperty(row => row.Progress, _progress.Fraction)
                        .SetProperty(row => row.Message, _progress.Message), ended);
                if (mine == 0)
                    await stop.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                // The service is gone; the work is to follow.
                await stop.CancelAsync();
                return;
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or InvalidOperationException)
            {
                log.LogWarning("Job {Job} cannot tell how far it is: {Reason}", job.Id, failure.Message);
            }
        }
    }

    async Task<bool> IsCancelledAsync(long id)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync();
        return await context.Jobs.AnyAsync(job => job.Id == id && job.IsCancelled);
    }

    async Task EndAsync(Job job, string state, string? outcome)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync();
        long? finished = state == Job.Waiting ? null : Now();
        await context.Jobs.Where(row => row.Id == job.Id && row.Attempt == job.Attempt).ExecuteUpdateAsync(
            change => change.SetProperty(row => row.State, state).SetProperty(row => row.Finished, finished)
                .SetProperty(row => row.Outcome, finished == null ? null : outcome));
    }

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
