using Itoloc.Fingerprints;
using Itoloc.Server.Locate;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Itoloc.Server.Training;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Updates;

/// <summary>
/// Lets a watched model answer the scans that were answered by the active one since it is watched, and promotes it when it is
/// not worse. It works on the kept scans, after they were answered: no request waits for it or sees it.
/// </summary>
sealed class ShadowWatch(
    ItolocContext context, UnlabelledScans scans, ModelStore models, FloorMap map, ServeOptions options, TimeProvider clock)
{
    /// <summary>Scans compared at most; more would say no more.</summary>
    const int MostScans = 400;

    /// <summary>A site that sends too few scans in this time cannot tell.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    /// <summary>Decides on a site's watched model if it was watched for long enough.</summary>
    /// <returns>What was decided, in one line; null when nothing was.</returns>
    public async Task<string?> DecideAsync(Site site, CancellationToken cancellation)
    {
        if (site is not { ShadowModelId: long shadowId, ShadowSince: long since, ActiveModelId: long activeId })
            return null;
        ModelVersion version = (await models.FindAsync(shadowId, cancellation))!;
        if (!await scans.HasAsync(site.Id, since, options.ShadowScans, cancellation))
        {
            return clock.GetUtcNow().ToUnixTimeMilliseconds() - since < Patience.TotalMilliseconds
                ? null : await EndAsync(site, version, "not promoted: too few live scans to judge it by", cancellation);
        }
        ComparisonResponse compared = await CompareAsync(site, activeId, shadowId, since, cancellation);
        if (ShadowVerdict.Objection(compared) is { } objection)
            return await EndAsync(site, version, $"not promoted: {objection}", cancellation);
        await models.PromoteAsync(site, version, null, cancellation);
        return $"version {version.Version} promoted after {compared.Scans} live scans";
    }

    /// <summary>Compares a model with the one that answers, on live scans received since a moment.</summary>
    public async Task<ComparisonResponse> CompareAsync(
        Site site, long activeId, long otherId, long since, CancellationToken cancellation)
    {
        ServedModel active = (await models.LoadAsync(activeId, cancellation))!, other = (await models.LoadAsync(otherId, cancellation))!;
        List<Scan> live = await scans.LatestAsync(site.Id, since, MostScans, cancellation)
            .Select(UnlabelledScans.ScanOf).ToListAsync(cancellation);
        ModelVersion[] both = await context.Models.AsNoTracking()
            .Where(model => model.Id == activeId || model.Id == otherId).ToArrayAsync(cancellation);
        IReadOnlyList<Scan> survey = await NewSurveyAsync(site, both.Max(model => model.Created), cancellation);
        return Comparison.Of(active, other, live, survey);
    }

    async Task<IReadOnlyList<Scan>> NewSurveyAsync(Site site, long since, CancellationToken cancellation)
    {
        SurveyScan[] rows = await context.SurveyScans.AsNoTracking()
            .Where(scan => scan.SiteId == site.Id && scan.Received > since && scan.Retired == null).OrderByDescending(scan => scan.Id).Take(MostScans)
            .ToArrayAsync(cancellation);
        return rows.Length == 0 ? []
            : [.. new Placement(await map.RegionsAsync(site, cancellation)).Complete([.. rows.Select(row => SurveyStore.ScanOf(site, row))])
                .Where(scan => scan.Floor != Placement.UnplacedFloor)];
    }

    async Task<string> EndAsync(Site site, ModelVersion version, string why, CancellationToken cancellation)
    {
        await models.ShadowAsync(site, null, null, $"version {version.Version} {why}", cancellation);
        return why;
    }
}
