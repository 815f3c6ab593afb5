using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Locate;

/// <summary>Where a device was, as it was answered then.</summary>
sealed record PastPosition(
    string? Device, DateTimeOffset Time, bool Known, string? Building, string? Floor, string? Region, double? X,
    double? Y,
    double? Accuracy, double? Confidence, int? Model);

/// <summary>What erasing a device removed.</summary>
/// <param name="Positions">Its scans and positions, now gone.</param>
/// <param name="SurveyScans">Scans of the survey that named it, and now name nobody.</param>
/// <param name="ModelsToRetrain">Versions made of them, which still hold the name.</param>
sealed record ErasedResponse(int Positions, int SurveyScans, IReadOnlyList<int> ModelsToRetrain);

/// <summary>The past, and forgetting it.</summary>
static class HistoryApi
{
    const int Most = 1000;

    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/history", ListAsync).WithTags("Locate").Requires(Scope.Read);
        routes.MapDelete("/sites/{site}/devices/{device}", EraseAsync).WithTags("Locate").Requires(Scope.Manage);
    }

    /// <summary>Positions by the time they were taken, the latest first; at most 1000.</summary>
    static async Task<Ok<PastPosition[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, CancellationToken cancellation,
        string? device = null, DateTimeOffset? from = null, DateTimeOffset? to = null, int limit = 100)
    {
        long siteId = Caller.SiteOf(http).Id;
        long after = from?.ToUnixTimeMilliseconds() ?? long.MinValue;
        long before = to?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        QueryScan[] scans = await context.QueryScans.AsNoTracking()
            .Where(scan => scan.SiteId == siteId && (device == null || scan.Device == device) && scan.Time >= after && scan.Time < before)
            .OrderByDescending(scan => scan.Time).ThenByDescending(scan => scan.Id)
            .Take(Math.Clamp(limit, 1, Most)).ToArrayAsync(cancellation);
        return TypedResults.Ok(scans.Select(scan => new PastPosition(
            scan.Device, DateTimeOffset.FromUnixTimeMilliseconds(scan.Time), scan.Known, scan.Building, scan.Floor,
            scan.Region,
            scan.X, scan.Y, scan.Accuracy, scan.Confidence, scan.ModelVersion)).ToArray());
    }

    static async Task<Ok<ErasedResponse>> EraseAsync(
        string site, string device, HttpContext http, ItolocContext context, LivePositions live, AuditLog audit,
        CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        Site of = caller.Site!;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        long first = await context.SurveyScans.Where(scan => scan.SiteId == of.Id && scan.Device == device)
            .MinAsync(scan => (long?)scan.Received, cancellation) ?? long.MaxValue;
        int positions = await context.QueryScans.Where(scan => scan.SiteId == of.Id && scan.Device == device).ExecuteDeleteAsync(cancellation);
        int survey = await context.SurveyScans.Where(scan => scan.SiteId == of.Id && scan.Device == device)
            .ExecuteUpdateAsync(change => change.SetProperty(scan => scan.Device, (string?)null), cancellation);
        int[] models = await context.Models.Where(model => model.SiteId == of.Id && model.Created >= first)
            .Select(model => model.Version).ToArrayAsync(cancellation);
        // The log says that it was done, not to whom.
        audit.Add(of.Id, caller.Key, "device.erase", $"{positions} positions, {survey} survey scans");
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        live.Forget(of, device);
        return TypedResults.Ok(new ErasedResponse(positions, survey, models));
    }
}
