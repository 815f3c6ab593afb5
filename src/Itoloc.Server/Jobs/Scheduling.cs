using Itoloc.Server.Locate;
using Itoloc.Server.Storage;
using Itoloc.Server.Training;
using Itoloc.Server.Updates;
using Quartz;

namespace Itoloc.Server.Jobs;

/// <summary>
/// The scheduler: with PostgreSQL its clustered store, so that processes share the work and one takes over when another
/// dies; with SQLite, where there is one process, its memory.
/// </summary>
static class Scheduling
{
    /// <summary>Heavy work, and something small beside it.</summary>
    const int AtOnce = 3;

    public static void AddJobs(this IServiceCollection services, ServeOptions options)
    {
        services.AddSingleton<JobQueue>();
        services.AddKeyedScoped<IJobWork, TrainingRun>(TrainingRun.Kind);
        services.AddKeyedScoped<IJobWork, UpdateRun>(UpdateRun.Kind);
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "itoloc");
            quartz.UseDefaultThreadPool(AtOnce);
            quartz.UseExecutionLimits((_, limits) => limits.ForGroup(JobQueue.HeavyGroup, 1, ExecutionLimitScope.Node));
            if (options.Database is { } connection)
                quartz.UsePersistentStore(store => store.OnPostgres(connection));
            else
                quartz.UseInMemoryStore();
            quartz.ScheduleJob<Maintenance>(trigger => trigger.WithIdentity("maintenance").StartNow()
                .WithSimpleSchedule(TimeSpan.FromSeconds(options.MaintenanceSeconds)));
            quartz.ScheduleJob<Retention>(trigger => trigger.WithIdentity("retention").StartNow().WithSimpleSchedule(Retention.Period));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    static void OnPostgres(this IPersistentStoreBuilder store, string connection)
    {
        store.UsePostgres(connection);
        store.UseSystemTextJsonSerializer();
        store.ProvisionSchema();
        store.UseClustering(cluster =>
        {
            cluster.CheckinInterval = TimeSpan.FromSeconds(3);
            cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(6);
        });
    }
}
