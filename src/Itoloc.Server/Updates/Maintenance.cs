using System.Text.Json;
using Itoloc.Server.Http;
using Itoloc.Server.Jobs;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Itoloc.Server.Updates;

/// <summary>
/// Looks at what is due, in one process at a time: jobs left behind, watched models to decide on, models to update because it
/// is time or because their site drifts.
/// </summary>
[DisallowConcurrentExecution]
sealed class Maintenance(
    ItolocContext context, JobQueue queue, Register register, ModelStore models, UnlabelledScans scans, ShadowWatch shadows,
    DriftWatch drift, ServeOptions options, TimeProvider clock, ILogger<Maintenance> log) : IJob
{
    /// <summary>Drift is looked for so often, and leads to an update at most as often.</summary>
    static readonly TimeSpan DriftPeriod = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext execution, CancellationToken cancellationToken = default) =>
        await RunAsync(cancellationToken);

    /// <summary>Does what is due now.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await queue.ResumeAsync(cancellation);
        foreach (Site site in register.Sites.Where(site => site is { UpdatesItself: true, ActiveModelId: not null }))
        {
            try
            {
                if (site.ShadowModelId is null)
                    await UpdateIfDueAsync(site, cancellation);
                else
                    await shadows.DecideAsync(site, cancellation);
            }
            // One site's trouble is not the others'.
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Site {Site} could not be looked after: {Reason}", site.Name, failure.Message);
            }
        }
    }

    async Task UpdateIfDueAsync(Site site, CancellationToken cancellation)
    {
        ModelVersion model = (await models.FindAsync(site.ActiveModelId!.Value, cancellation))!;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long last = await context.Jobs.Where(job => job.SiteId == site.Id && job.Kind == UpdateRun.Kind)
            .MaxAsync(job => (long?)job.Created, cancellation) ?? model.Created;
        if (options.UpdateEveryDays == 0 || now - last < DriftPeriod.TotalMilliseconds
            || !await scans.HasAsync(site.Id, model.ScansUntil ?? model.Created, options.UpdateScans, cancellation))
        {
            return;
        }
        bool isDue = now - last >= TimeSpan.FromDays(options.UpdateEveryDays).TotalMilliseconds;
        if (isDue || await HasDriftedAsync(site, now, cancellation))
        {
            await queue.AddAsync(
                site, UpdateRun.Kind, JsonSerializer.Serialize(new UpdateParameters(model.Seed, false, null), ApiJson.Default.UpdateParameters),
                cancellation);
        }
    }

    async Task<bool> HasDriftedAsync(Site site, long now, CancellationToken cancellation)
    {
        if (now - site.DriftChecked < DriftPeriod.TotalMilliseconds)
            return false;
        await context.Sites.Where(row => row.Id == site.Id)
            .ExecuteUpdateAsync(change => change.SetProperty(row => row.DriftChecked, now), cancellation);
        return (await drift.LookAsync(site, cancellation))?.IsSeen == true;
    }
}
