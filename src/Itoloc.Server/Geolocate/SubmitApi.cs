using System.Globalization;
using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Geolocate;

/// <summary>
/// Reports of stumblers: <c>/v1/submit</c>, <c>/v1/geosubmit</c>, <c>/v2/geosubmit</c>. Their satellite positions are
/// no places on a floor, so the scans are kept as unlabelled ones.
/// </summary>
static class SubmitApi
{
    const int MostItems = 1000;

    // Milliseconds of the years 2001 to 2286; anything else is a mistake, and the time of receipt counts.
    const double EarliestTime = 1e12;
    const double LatestTime = 1e13;

    public static void MapSubmit(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder submit = routes.MapGroup("").ExcludeFromDescription().Requires(Scope.Ingest, RefusalStyle.Geolocate);
        submit.MapPost("/v1/submit", SubmitAsync);
        submit.MapPost("/v1/geosubmit", GeosubmitAsync);
        submit.MapPost("/v2/geosubmit", GeosubmitAsync);
    }

    static async Task<IResult> SubmitAsync(HttpContext http, Submission submission) =>
        await StoreAsync(http, submission, item => (
            WifiReport.Read(Member(item, "wifi"), "key", "signal"),
            WifiReport.Text(item, "time") is { } text && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTimeOffset time)
                ? time : null))
            ? TypedResults.NoContent()
            : GeolocateError.ParseError;

    static async Task<IResult> GeosubmitAsync(HttpContext http, Submission submission) =>
        await StoreAsync(http, submission, item => (
            WifiReport.Read(Member(item, "wifiAccessPoints"), "macAddress", "signalStrength"),
            WifiReport.Number(item, "timestamp") is { } time and >= EarliestTime and <= LatestTime
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)time) : null))
            ? TypedResults.Json(new EmptyAnswer())
            : GeolocateError.ParseError;

    // One bad item is dropped and the rest kept; only a request without any list of items is refused.
    static async Task<bool> StoreAsync(
        HttpContext http, Submission submission, Func<JsonElement, (WifiReport Report, DateTimeOffset? Time)> read)
    {
        if (Caller.Of(http).Site is not { } site)
            return false;
        ReadOnlyMemory<byte> body = await RequestBody.ReadAsync(http, RequestBody.SmallLimit);
        List<(WifiReport, DateTimeOffset?)> reports = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (Member(document.RootElement, "items") is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() == 0)
                return false;
            reports.AddRange(items.EnumerateArray().Take(MostItems).Select(read).Where(report => report.Report.Listed > 0));
        }
        catch (JsonException)
        {
            return false;
        }
        await submission.StoreAsync(site, Ingest.ClientOf(http), reports, http.RequestAborted);
        return true;
    }

    static JsonElement? Member(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) ? value : null;
}

sealed record EmptyAnswer;

/// <summary>Keeps reports, and remembers who asked to be left out of them.</summary>
sealed class Submission(ItolocContext context, Register register, Ingest ingest, TimeProvider clock)
{
    public async Task StoreAsync(
        Site site, string client, IReadOnlyList<(WifiReport Report, DateTimeOffset? Time)> reports,
        CancellationToken cancellation)
    {
        await RememberAsync(site, [.. reports.SelectMany(report => report.Report.OptedOut).Distinct()], cancellation);
        await ingest.StoreQueriesAsync(
            site, client,
            [.. reports.Where(report => report.Report.Readings.Count > 0).Select(report => (
                new Scan { Time = report.Time, Readings = report.Report.Readings }, LocationEstimate.Unknown,
                (int?)null))],
            cancellation);
    }

    // Other clients send no names: what one of them tells holds for the scans of all.
    async Task RememberAsync(Site site, IReadOnlyList<string> optedOut, CancellationToken cancellation)
    {
        List<string> missing = [.. optedOut.Where(accessPoint => !register.HasOptedOut(site.Id, accessPoint))];
        if (missing.Count == 0)
            return;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (string accessPoint in missing)
        {
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO opted_out_access_points (site_id, access_point, since) VALUES ({site.Id}, {accessPoint}, {now}) ON CONFLICT DO NOTHING",
                cancellation);
        }
        await register.RefreshAsync(cancellation);
    }
}
