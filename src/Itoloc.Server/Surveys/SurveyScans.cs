using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Surveys;

/// <summary>Takes single scans out of a survey and puts them back. They stay in the database either way.</summary>
sealed class SurveyScans(ItolocContext context, TimeProvider clock)
{
    /// <summary>How near two places are one and the same reference point, in metres.</summary>
    const double SamePoint = 0.05;

    /// <summary>The scans of a point, the latest first, those taken out included.</summary>
    public Task<List<SurveyScan>> AtAsync(
        Site site, string? building, string? floor, double x, double y, CancellationToken cancellation) =>
        PointOf(site, building, floor, x, y).AsNoTracking().OrderByDescending(scan => scan.Id).ToListAsync(cancellation);

    /// <summary>Takes scans out.</summary>
    /// <returns>How many were not yet.</returns>
    public Task<int> RetireAsync(Site site, long[] ids, CancellationToken cancellation)
    {
        long? now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return context.SurveyScans.Where(scan => scan.SiteId == site.Id && ids.Contains(scan.Id) && scan.Retired == null)
            .ExecuteUpdateAsync(change => change.SetProperty(scan => scan.Retired, now), cancellation);
    }

    /// <summary>Takes one scan out, or puts it back.</summary>
    /// <returns>False when there is no such scan.</returns>
    public async Task<bool> SetAsync(Site site, long id, bool isRetired, CancellationToken cancellation)
    {
        long? retired = isRetired ? clock.GetUtcNow().ToUnixTimeMilliseconds() : null;
        return await context.SurveyScans.Where(scan => scan.SiteId == site.Id && scan.Id == id)
            .ExecuteUpdateAsync(change => change.SetProperty(scan => scan.Retired, retired), cancellation) == 1;
    }

    IQueryable<SurveyScan> PointOf(Site site, string? building, string? floor, double x, double y)
    {
        (string buildingName, string floorName) = (building ?? "", floor ?? "");
        return context.SurveyScans.Where(scan => scan.SiteId == site.Id && scan.Building == buildingName && scan.Floor == floorName
            && scan.X > x - SamePoint && scan.X < x + SamePoint && scan.Y > y - SamePoint && scan.Y < y + SamePoint);
    }
}
