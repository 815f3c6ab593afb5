using Itoloc.Server.Locate;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;

namespace Itoloc.Server.Updates;

/// <summary>Looks for drift at a site.</summary>
sealed class DriftWatch(UnlabelledScans scans, ServedModels models, TimeProvider clock)
{
    /// <summary>The latest scans that count as recent, at most.</summary>
    const int Recent = 4000;

    static readonly TimeSpan RecentDays = TimeSpan.FromDays(7);

    /// <summary>What has changed; null when no model answers.</summary>
    public async Task<DriftResponse?> LookAsync(Site site, CancellationToken cancellation)
    {
        if (await models.FindAsync(site) is not { } model)
            return null;
        long border = (clock.GetUtcNow() - RecentDays).ToUnixTimeMilliseconds();
        List<QueryScan> all = await scans.LatestAsync(site.Id, 0, 2 * Recent, cancellation).ToListAsync(cancellation);
        List<QueryScan> recent = [.. all.Take(Recent).Where(scan => scan.Received > border)];
        return new Drift(model.Localizer).Of(model.Version, recent, all[recent.Count..]);
    }
}
