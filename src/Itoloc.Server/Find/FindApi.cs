using System.Globalization;
using Itoloc.Fingerprints;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;

namespace Itoloc.Server.Find;

/// <summary>
/// The routes of FIND3 that clients send scans to. A client's mistake is answered with 200 and <c>success: false</c>.
/// </summary>
static class FindApi
{
    const string PassiveIsNotWifi =
        "passive scans tell which phones a scanner hears, not which access points a phone hears; they cannot be located here";

    public static void MapFind(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder find = routes.MapGroup("").ExcludeFromDescription();
        find.MapPost("/data", DataAsync).Requires(Scope.Ingest, RefusalStyle.Find);
        find.MapPost("/learn", LearnAsync).Requires(Scope.Ingest, RefusalStyle.Find);
        find.MapPost("/track", TrackAsync).Requires(Scope.Ingest, RefusalStyle.Find);
        find.MapPost("/classify", ClassifyAsync).Requires(Scope.Locate, RefusalStyle.Find);
        find.MapPost("/passive", Passive).Requires(Scope.Ingest, RefusalStyle.Find);
        find.MapPost("/api/v1/settings/passive", Passive).Requires(Scope.Ingest, RefusalStyle.Find);
        find.MapGet("/ping", () => TypedResults.Text("pong")).Requires(Scope.None, RefusalStyle.Find);
        find.MapGet("/now", (TimeProvider clock) =>
            TypedResults.Text(clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)))
            .Requires(Scope.None, RefusalStyle.Find);
    }

    static async Task<IResult> DataAsync(
        HttpContext http, FindCaller callers, Ingest ingest, Locating locating, LivePositions live, TimeProvider clock,
        string? justsave = null) =>
        FindScan.ReadData(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), out string? objection) is { } scan
            ? await StoreAsync(http, scan, callers, ingest, locating, live, clock, isAnalysed: justsave is not "1")
            : Said(objection!, false);

    static async Task<IResult> LearnAsync(
        HttpContext http, FindCaller callers, Ingest ingest, Locating locating, LivePositions live,
        TimeProvider clock) =>
        FindScan.ReadFingerprint(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), out string? objection) is { } scan
            ? await StoreAsync(http, scan, callers, ingest, locating, live, clock, isAnalysed: true)
            : Said(objection!, false);

    static async Task<IResult> TrackAsync(
        HttpContext http, FindCaller callers, Ingest ingest, Locating locating, LivePositions live,
        TimeProvider clock) =>
        FindScan.ReadFingerprint(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), out string? objection) is { } scan
            ? await StoreAsync(http, scan with { Location = null }, callers, ingest, locating, live, clock, isAnalysed: true)
            : Said(objection!, false);

    static async Task<IResult> StoreAsync(
        HttpContext http, FindScan sent, FindCaller callers, Ingest ingest, Locating locating, LivePositions live,
        TimeProvider clock, bool isAnalysed)
    {
        sent = sent with { Scan = sent.Scan with { Time = sent.Scan.Time ?? clock.GetUtcNow() } };
        (Site? site, RefusalReason refusal) = await callers.IdentifyAsync(http, sent.Family, Scope.Ingest);
        if (site is null)
            return new RefusedResult(refusal);
        string client = Ingest.ClientOf(http);
        if (sent.Location is { } location)
        {
            await ingest.StoreSurveyAsync(site, client, [sent.Scan with { Region = location }], http.RequestAborted);
            return Said("inserted data", true);
        }
        Answer? answer = isAnalysed ? (await locating.AnswerAsync(site, [sent.Scan]))?[0] : null;
        // "inserted" is a promise: it is given when the scan is on the disk.
        await ingest.StoreQueriesAsync(
            site, client, [(sent.Scan, answer?.Estimate ?? LocationEstimate.Unknown, answer?.Model.Version)],
            http.RequestAborted);
        if (answer is not null)
            live.Publish(site, answer);
        return Said("inserted data", true);
    }

    static async Task<IResult> ClassifyAsync(HttpContext http, FindCaller callers, Locating locating)
    {
        if (FindScan.ReadData(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), out string? objection) is not { } sent)
            return Said(objection!, false);
        (Site? site, RefusalReason refusal) = await callers.IdentifyAsync(http, sent.Family, Scope.Locate);
        if (site is null)
            return new RefusedResult(refusal);
        Scan[] asked = [sent.Scan];
        if (await locating.AnswerAsync(site, asked) is not [{ } answer])
            return Said("the family has no model yet: learn, then calibrate", false);
        locating.PublishAndKeep(site, Ingest.ClientOf(http), asked, [answer]);
        return TypedResults.Json(new FindClassified("classified data", true, FindAnalysis.Of(answer)));
    }

    static async Task<IResult> Passive(HttpContext http, FindCaller callers)
    {
        // The key is still looked for, so that a stranger learns nothing, not even this.
        FindScan? sent = FindScan.ReadData(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), out _);
        bool isAdmitted = http.Features.Get<Caller>() is not null
            || (sent is not null && (await callers.IdentifyAsync(http, sent.Family, Scope.Ingest)).Site is not null);
        return isAdmitted ? Said(PassiveIsNotWifi, false) : new RefusedResult(RefusalReason.NoKey);
    }

    internal static IResult Said(string message, bool success) => TypedResults.Json(new FindAnswer(message, success));
}

/// <summary>A refusal, as a result.</summary>
sealed class RefusedResult(RefusalReason reason) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Refusal.WriteAsync(httpContext, RefusalStyle.Find, reason);
}
