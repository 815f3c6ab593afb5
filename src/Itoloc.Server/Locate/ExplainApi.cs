using Itoloc.Fingerprints;
using Itoloc.Server.Keys;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Locate;

/// <summary>What a device's position rests on.</summary>
/// <param name="Device">The device.</param>
/// <param name="Time">When it was heard there.</param>
/// <param name="Location">Where, as the model that serves now answers the same scan.</param>
/// <param name="Regions">How probable each region is, the most probable first.</param>
/// <param name="Nearest">The survey's scans that are most like this one, the most alike first.</param>
/// <param name="AccessPoints">What was heard of what the model knows, what mattered most first.</param>
/// <param name="AccessPointsHeard">Access points in the scan.</param>
/// <param name="Image">The fingerprint image as the network sees it, row by row, as many rows as columns; positive
/// where the row's access point is weaker than the column's.</param>
sealed record DeviceExplanation(
    string Device, DateTimeOffset Time, LocateResponse Location, IReadOnlyList<RegionShare> Regions,
    IReadOnlyList<NearestPoint> Nearest, IReadOnlyList<AccessPointShare> AccessPoints, int AccessPointsHeard,
    IReadOnlyList<double> Image);

/// <summary>An access point of an answer.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="RssiDbm">How strongly it was heard.</param>
/// <param name="MovesMetres">How far the answer moves when it is left out.</param>
sealed record AccessPointShare(string Id, double RssiDbm, double? MovesMetres);

/// <summary>Why a device is shown where it is.</summary>
static class ExplainApi
{
    public static void MapExplain(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/devices/{device}/explanation", ExplainAsync).WithTags("Locate").Requires(Scope.Read);

    /// <summary>Explains the device's last position, or the one of a time in the history.</summary>
    static async Task<Results<Ok<DeviceExplanation>, NotFound>> ExplainAsync(
        string site, string device, HttpContext http, ItolocContext context, LivePositions live, ServedModels models,
        CancellationToken cancellation, DateTimeOffset? time = null)
    {
        Site of = Caller.SiteOf(http);
        Scan? scan = time is null ? live.Last(of, device)?.Scan : null;
        scan ??= await PastAsync(context, of, device, time, cancellation);
        if (scan is null || await models.FindAsync(of) is not { } model)
            return TypedResults.NotFound();
        Answer answer = new(scan, Answer.WithoutMadeUpPlace(model.Localizer.Locate([scan])[0]), model);
        AnswerExplanation why = model.Localizer.Explain(scan);
        Explanation rests = Explanation.Of(answer);
        return TypedResults.Ok(new DeviceExplanation(
            device, scan.Time!.Value, LocateResponse.Of(answer), rests.Regions, rests.Nearest,
            [.. why.AccessPoints.Select(ap => new AccessPointShare(
                ap.AccessPoint, ap.RssiDbm, ap.MovesMetres is { } metres ? Math.Round(metres, 2) : null))],
            scan.Readings.Count,
            [.. why.Image.Select(pixel => Math.Round((double)pixel, 2))]));
    }

    static async Task<Scan?> PastAsync(
        ItolocContext context, Site site, string device, DateTimeOffset? time, CancellationToken cancellation)
    {
        long latest = time?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        QueryScan? row = await context.QueryScans.AsNoTracking()
            .Where(scan => scan.SiteId == site.Id && scan.Device == device && scan.Time <= latest)
            .OrderByDescending(scan => scan.Time).ThenByDescending(scan => scan.Id).FirstOrDefaultAsync(cancellation);
        return row is null ? null : new Scan
        {
            Device = device,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(row.Time),
            Readings = ReadingsCodec.Decode(row.Readings),
        };
    }
}
