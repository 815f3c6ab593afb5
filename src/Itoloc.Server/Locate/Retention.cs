using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Itoloc.Server.Locate;

/// <summary>
/// Forgets located scans that are older, or more, than the operator wishes, every hour, a few at a time, in one process.
/// </summary>
[DisallowConcurrentExecution]
sealed class Retention(ServeOptions options, IDbContextFactory<ItolocContext> contexts, Register register, TimeProvider clock) : IJob
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Scans in one transaction: the database's one writer is not kept busy for long.</summary>
    const int AtOnce = 2000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await ForgetAsync(cancellationToken);

    /// <summary>Forgets what is too old, or too much, now.</summary>
    /// <returns>How many scans.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellation)
    {
        long oldest = options.KeepQueriesDays == 0
            ? 0 : (clock.GetUtcNow() - TimeSpan.FromDays(options.KeepQueriesDays)).ToUnixTimeMilliseconds();
        await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
        int forgotten = 0;
        foreach (long site in register.Sites.Select(site => site.Id))
        {
            long surplus = await context.QueryScans.Where(scan => scan.SiteId == site).OrderByDescending(scan => scan.Received)
                .Skip(options.KeepQueriesPerSite).Select(scan => scan.Received).FirstOrDefaultAsync(cancellation);
            long border = Math.Max(oldest, surplus + 1);
            int now;
            do
            {
                now = await context.QueryScans.Where(scan => scan.SiteId == site && scan.Received < border)
                    .OrderBy(scan => scan.Received).Take(AtOnce).ExecuteDeleteAsync(cancellation);
                forgotten += now;
            }
            while (now > 0);
        }
        return forgotten;
    }
}
