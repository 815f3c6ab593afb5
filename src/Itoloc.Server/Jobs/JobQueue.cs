using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Itoloc.Server.Jobs;

/// <summary>
/// Hands jobs to the scheduler, which runs each in one of the processes that share the database, and in another when that
/// one dies. A site has at most one job of a kind on its way.
/// </summary>
sealed class JobQueue(ISchedulerFactory schedulers, IDbContextFactory<ItolocContext> contexts, TimeProvider clock)
{
    /// <summary>Trigger group of jobs that take minutes of arithmetic: one at a time in a process.</summary>
    public const string HeavyGroup = "heavy";

    static readonly TimeSpan Youth = TimeSpan.FromSeconds(5);

    /// <summary>Adds a job.</summary>
    /// <returns>The job; null when one of this kind is already on its way for the site.</returns>
    public async Task<Job?> AddAsync(Site site, string kind, string parameters, CancellationToken cancellation)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        Job job = new() { SiteId = site.Id, Kind = kind, Parameters = parameters, State = Job.Waiting, Created = Now() };
        context.Jobs.Add(job);
        await context.SaveChangesAsync(cancellation);
        if (await TryScheduleAsync(job, cancellation))
            return job;
        context.Jobs.Remove(job);
        await context.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>Asks a job to stop; one that runs elsewhere hears of it within a second.</summary>
    /// <returns>False when it has ended.</returns>
    public async Task<bool> TryCancelAsync(Job job, CancellationToken cancellation)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        int asked = await context.Jobs.Where(row => row.Id == job.Id && row.Finished == null)
            .ExecuteUpdateAsync(change => change.SetProperty(row => row.IsCancelled, true), cancellation);
        long now = Now();
        int waiting = await context.Jobs.Where(row => row.Id == job.Id && row.State == Job.Waiting).ExecuteUpdateAsync(
            change => change.SetProperty(row => row.State, Job.Cancelled).SetProperty(row => row.Outcome, "stopped")
                .SetProperty(row => row.Finished, now), cancellation);
        if (waiting == 1)
            await (await schedulers.GetScheduler(cancellation)).DeleteJob(KeyOf(job), cancellation);
        return asked == 1;
    }

    /// <summary>
    /// Gives the scheduler again what it does not know of: jobs of a process that was stopped, or whose scheduler kept them in
    /// memory. The youngest are left alone: whoever adds them is about to.
    /// </summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        long before = Now() - (long)Youth.TotalMilliseconds;
        List<Job> left = await context.Jobs.AsNoTracking()
            .Where(job => job.Finished == null && job.Created < before).OrderBy(job => job.Id).ToListAsync(cancellation);
        foreach (Job job in left)
            await TryScheduleAsync(job, cancellation);
    }

    // The scheduler holds one job of a name at most: that is what keeps two of a kind apart, in all processes.
    async Task<bool> TryScheduleAsync(Job job, CancellationToken cancellation)
    {
        IScheduler scheduler = await schedulers.GetScheduler(cancellation);
        IJobDetail detail = JobBuilder.Create<JobRun>().WithIdentity(KeyOf(job)).RequestRecovery(true)
            .UsingJobData(JobRun.IdKey, FormattableString.Invariant($"{job.Id}")).Build();
        ITrigger trigger = TriggerBuilder.Create(clock).WithIdentity($"{job.Kind}-{job.Id}", "jobs")
            .WithExecutionGroup(HeavyGroup).StartNow().Build();
        try
        {
            await scheduler.ScheduleJob(detail, trigger, cancellationToken: cancellation);
            return true;
        }
        catch (ObjectAlreadyExistsException)
        {
            return false;
        }
    }

    static JobKey KeyOf(Job job) => new(FormattableString.Invariant($"{job.Kind}-{job.SiteId}"), "sites");

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
