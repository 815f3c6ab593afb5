using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Locate;

/// <summary>Forgets located scans that are older than the operator wishes, every hour, a few at a time.</summary>
sealed class Retention(
    ServeOptions options, IDbContextFactory<ItolocContext> contexts, TimeProvider clock,
    ILogger<Retention> log) : BackgroundService
{
    /// <summary>Scans in one transaction: the database's one writer is not kept busy for long.</summary>
    const int AtOnce = 2000;

    static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Forgets what is too old now.</summary>
    /// <returns>How many scans.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellation)
    {
        if (options.KeepQueriesDays == 0)
            return 0;
        long oldest = (clock.GetUtcNow() - TimeSpan.FromDays(options.KeepQueriesDays)).ToUnixTimeMilliseconds();
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        int forgotten = 0, now;
        do
        {
            now = await context.QueryScans.Where(scan => scan.Received < oldest)
                .OrderBy(scan => scan.Received).Take(AtOnce).ExecuteDeleteAsync(cancellation);
            forgotten += now;
        }
        while (now > 0);
        return forgotten;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, clock);
        do
        {
            try
            {
                await ForgetAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Old scans could not be forgotten: {Reason}", failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
