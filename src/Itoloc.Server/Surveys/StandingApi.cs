using Itoloc.Fingerprints;
using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Surveys;

/// <summary>What a phone has sent since a moment.</summary>
/// <param name="Device">The phone, as it names itself.</param>
/// <param name="Scans">Scans received.</param>
/// <param name="AccessPoints">Different access points in them.</param>
/// <param name="Last">When it was last heard.</param>
sealed record HeardDevice(string Device, int Scans, int AccessPoints, DateTimeOffset Last);

/// <summary>Somebody stands at a point with a phone that sends scans without a label.</summary>
/// <param name="Device">The phone, as it names itself.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when.</param>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="Building">The building; absent where it has no name.</param>
/// <param name="Floor">The floor.</param>
/// <param name="Region">The region, if any.</param>
/// <param name="Replace">Whether the point's earlier scans are taken out.</param>
sealed record StandingRequest(
    string? Device, DateTimeOffset From, DateTimeOffset To, double X, double Y, string? Building = null, string? Floor = null,
    string? Region = null, bool Replace = true);

/// <summary>What became of it.</summary>
/// <param name="Stored">Scans that are now part of the survey.</param>
/// <param name="Replaced">Earlier scans of the point that no longer are.</param>
sealed record StandingResponse(int Stored, int Replaced);

/// <summary>
/// Surveying with any app that sends scans: the page says where the phone stands, the phone says what it hears.
/// </summary>
static class StandingApi
{
    const int MostScans = 2000;

    public static void MapStanding(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder standing = routes.MapGroup("/sites/{site}/standing").WithTags("Surveys");
        standing.MapGet("/", HeardAsync).Requires(Scope.Read);
        standing.MapPost("/", StandAsync).Requires(Scope.Manage);
    }

    /// <summary>The phones heard since a moment, the latest first.</summary>
    static async Task<Ok<HeardDevice[]>> HeardAsync(
        string site, HttpContext http, ItolocContext context, DateTimeOffset since, CancellationToken cancellation)
    {
        List<QueryScan> scans = await ReceivedAsync(context, Caller.SiteOf(http), since, DateTimeOffset.MaxValue, cancellation);
        return TypedResults.Ok(scans.Where(scan => scan.Device is not null).GroupBy(scan => scan.Device!)
            .Select(device => new HeardDevice(
                device.Key, device.Count(),
                device.SelectMany(scan => ReadingsCodec.Decode(scan.Readings)).Select(reading => reading.AccessPoint).Distinct().Count(),
                DateTimeOffset.FromUnixTimeMilliseconds(device.Max(scan => scan.Received))))
            .OrderByDescending(device => device.Last).ToArray());
    }

    /// <summary>Makes what the phone sent in that time part of the survey, at that point.</summary>
    static async Task<Results<Ok<StandingResponse>, ProblemHttpResult>> StandAsync(
        string site, StandingRequest request, HttpContext http, ItolocContext context, Ingest ingest, SurveyScans survey,
        AuditLog audit, CancellationToken cancellation)
    {
        if (request.Device is null || request.To <= request.From || request.To - request.From > TimeSpan.FromHours(1))
            return TypedResults.Problem(statusCode: 400, detail: "device, from and to say who stood there and when, at most an hour.");
        Caller caller = Caller.Of(http);
        List<QueryScan> heard = await ReceivedAsync(context, caller.Site!, request.From, request.To, cancellation);
        Scan[] scans = [.. heard.Where(scan => scan.Device == request.Device).Select(scan => new Scan
        {
            Building = request.Building,
            Floor = request.Floor,
            Region = request.Region,
            X = request.X,
            Y = request.Y,
            Device = request.Device,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(scan.Time),
            Readings = ReadingsCodec.Decode(scan.Readings),
        })];
        if (scans.Length == 0)
            return TypedResults.Problem(statusCode: 409, detail: "The phone sent nothing in that time.");
        if (ScanReader.Objection(scans[0]) is { } objection)
            return TypedResults.Problem(statusCode: 400, detail: objection);
        // What is taken out comes back if the new scans cannot be stored: first in, then out.
        long newest = await survey.NewestAsync(caller.Site!, cancellation);
        bool[] stored = await ingest.StoreSurveyAsync(caller.Site!, Ingest.ClientOf(http), scans, cancellation);
        int replaced = request.Replace
            ? await survey.RetireAtAsync(caller.Site!, request.Building, request.Floor, request.X, request.Y, newest, cancellation)
            : 0;
        audit.Add(caller.Site!.Id, caller.Key, "survey.stand", $"{stored.Count(isNew => isNew)} scans, {replaced} replaced");
        await context.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new StandingResponse(stored.Count(isNew => isNew), replaced));
    }

    // By the time of receipt: phones' clocks may be wrong, and it is our clock that the page shows.
    static Task<List<QueryScan>> ReceivedAsync(
        ItolocContext context, Site site, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        (long first, long last) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        return context.QueryScans.AsNoTracking()
            .Where(scan => scan.SiteId == site.Id && scan.Received >= first && scan.Received <= last)
            .OrderByDescending(scan => scan.Received).Take(MostScans).ToListAsync(cancellation);
    }
}
