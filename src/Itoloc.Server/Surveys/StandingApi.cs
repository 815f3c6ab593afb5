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
/// <param name="AccessPoints">Different access points in them; only where one phone is asked for.</param>
/// <param name="Last">When it was last heard.</param>
sealed record HeardDevice(string Device, int Scans, int? AccessPoints, DateTimeOffset Last);

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
    const int MostPhones = 1000;

    public static void MapStanding(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder standing = routes.MapGroup("/sites/{site}/standing").WithTags("Surveys");
        standing.MapGet("/", HeardAsync).Requires(Scope.Read);
        standing.MapPost("/", StandAsync).Requires(Scope.Manage);
    }

    /// <summary>The phones heard since a moment, the latest first; or only one of them, with what it heard.</summary>
    static async Task<Ok<HeardDevice[]>> HeardAsync(
        string site, HttpContext http, ItolocContext context, DateTimeOffset since, CancellationToken cancellation, string? device = null)
    {
        IQueryable<QueryScan> received = Received(context, Caller.SiteOf(http), since, DateTimeOffset.MaxValue);
        if (device is not null)
        {
            List<QueryScan> scans = await LatestOf(received, device).ToListAsync(cancellation);
            return TypedResults.Ok(scans.Count == 0 ? [] : new[] { new HeardDevice(
                device, scans.Count,
                scans.SelectMany(scan => ReadingsCodec.Decode(scan.Readings)).Select(reading => reading.AccessPoint).Distinct().Count(),
                DateTimeOffset.FromUnixTimeMilliseconds(scans[0].Received)) });
        }
        var phones = await received.Where(scan => scan.Device != null).GroupBy(scan => scan.Device!)
            .Select(phone => new { Name = phone.Key, Scans = phone.Count(), Last = phone.Max(scan => scan.Received) })
            .OrderByDescending(phone => phone.Last).Take(MostPhones).ToListAsync(cancellation);
        return TypedResults.Ok(phones.Select(phone =>
            new HeardDevice(phone.Name, phone.Scans, null, DateTimeOffset.FromUnixTimeMilliseconds(phone.Last))).ToArray());
    }

    /// <summary>Makes what the phone sent in that time part of the survey, at that point.</summary>
    static async Task<Results<Ok<StandingResponse>, ProblemHttpResult>> StandAsync(
        string site, StandingRequest request, HttpContext http, ItolocContext context, Ingest ingest, SurveyScans survey,
        AuditLog audit, CancellationToken cancellation)
    {
        if (request.Device is null || request.To <= request.From || request.To - request.From > TimeSpan.FromHours(1))
            return TypedResults.Problem(statusCode: 400, detail: "device, from and to say who stood there and when, at most an hour.");
        Caller caller = Caller.Of(http);
        List<QueryScan> heard = await LatestOf(Received(context, caller.Site!, request.From, request.To), request.Device).ToListAsync(cancellation);
        Scan[] scans = [.. heard.Select(scan => new Scan
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
        // First in, then out: nothing is lost if the new scans cannot be stored. Said twice, these scans are not their own past.
        HashSet<long?> now = [.. scans.Select(scan => scan.Time?.ToUnixTimeMilliseconds())];
        List<SurveyScan> there = await survey.AtAsync(caller.Site!, request.Building, request.Floor, request.X, request.Y, cancellation);
        long[] past = [.. there.Where(scan => scan.Retired is null && (scan.Device != request.Device || !now.Contains(scan.Time))).Select(scan => scan.Id)];
        bool[] stored = await ingest.StoreSurveyAsync(caller.Site!, Ingest.ClientOf(http), scans, cancellation);
        int replaced = request.Replace ? await survey.RetireAsync(caller.Site!, past, cancellation) : 0;
        audit.Add(caller.Site!.Id, caller.Key, "survey.stand", $"{stored.Count(isNew => isNew)} scans, {replaced} replaced");
        await context.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new StandingResponse(stored.Count(isNew => isNew), replaced));
    }

    // By the time of receipt: phones' clocks may be wrong, and it is our clock that the page shows.
    static IQueryable<QueryScan> Received(ItolocContext context, Site site, DateTimeOffset from, DateTimeOffset to)
    {
        (long first, long last) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        return context.QueryScans.AsNoTracking().Where(scan => scan.SiteId == site.Id && scan.Received >= first && scan.Received <= last);
    }

    static IQueryable<QueryScan> LatestOf(IQueryable<QueryScan> received, string device) =>
        received.Where(scan => scan.Device == device).OrderByDescending(scan => scan.Received).Take(MostScans);
}
