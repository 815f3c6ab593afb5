using Itoloc.Fingerprints;
using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Itoloc.Server.Surveys;

/// <summary>A scan of the survey.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Device">The phone.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="AccessPoints">Access points heard.</param>
/// <param name="Strongest">dBm.</param>
/// <param name="Retired">Since when it no longer counts; null while it does.</param>
sealed record SurveyScanResponse(
    long Id, string? Device, DateTimeOffset? Time, int AccessPoints, double? Strongest, DateTimeOffset? Retired);

/// <summary>Single scans of a survey: look, take out, put back.</summary>
static class SurveyScansApi
{
    public static void MapSurveyScans(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder scans = routes.MapGroup("/sites/{site}/surveys/scans").WithTags("Surveys");
        scans.MapGet("/", ListAsync).Requires(Scope.Read);
        scans.MapDelete("/{id:long}", (string site, long id, HttpContext http, SurveyScans survey, ItolocContext context, AuditLog audit, CancellationToken cancellation) =>
            SetAsync(id, true, http, survey, context, audit, cancellation)).Requires(Scope.Manage);
        scans.MapPost("/{id:long}/restore", (string site, long id, HttpContext http, SurveyScans survey, ItolocContext context, AuditLog audit, CancellationToken cancellation) =>
            SetAsync(id, false, http, survey, context, audit, cancellation)).Requires(Scope.Manage);
    }

    /// <summary>The scans of a reference point.</summary>
    static async Task<Ok<SurveyScanResponse[]>> ListAsync(
        string site, HttpContext http, SurveyScans survey, double x, double y, CancellationToken cancellation,
        string? building = null, string? floor = null)
    {
        List<SurveyScan> scans = await survey.AtAsync(Caller.SiteOf(http), building, floor, x, y, cancellation);
        return TypedResults.Ok(scans.Select(ToResponse).ToArray());
    }

    static async Task<Results<NoContent, NotFound>> SetAsync(
        long id, bool isRetired, HttpContext http, SurveyScans survey, ItolocContext context, AuditLog audit,
        CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        if (!await survey.SetAsync(caller.Site!, id, isRetired, cancellation))
            return TypedResults.NotFound();
        audit.Add(caller.Site!.Id, caller.Key, isRetired ? "survey.retire" : "survey.restore", $"scan {id}");
        await context.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }

    static SurveyScanResponse ToResponse(SurveyScan scan)
    {
        Reading[] readings = [.. ReadingsCodec.Decode(scan.Readings)];
        return new(
            scan.Id, scan.Device, Moment(scan.Time), readings.Length,
            readings.Length == 0 ? null : readings.Max(reading => reading.RssiDbm), Moment(scan.Retired));
    }

    static DateTimeOffset? Moment(long? time) => time is long value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
