using System.Text.Json.Serialization;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Training;
using Itoloc.Training;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Find;

/// <summary>What FIND3 lets one read of a family; here with a key for it. The route's family is our site.</summary>
static class FindReads
{
    const int DefaultMinutes = 120;

    /// <summary>Nineteen years.</summary>
    const int LongestMinutes = 10_000_000;

    public static void MapFindReads(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder find = routes.MapGroup("/api/v1").ExcludeFromDescription();
        find.MapGet("/devices/{site}", DevicesAsync).Requires(Scope.Read, RefusalStyle.Find);
        find.MapGet("/locations/{site}", LocationsAsync).Requires(Scope.Read, RefusalStyle.Find);
        find.MapGet("/location/{site}/{device}", Location).Requires(Scope.Read, RefusalStyle.Find);
        find.MapGet("/location_basic/{site}/{device}", LocationBasic).Requires(Scope.Read, RefusalStyle.Find);
        find.MapGet("/by_location/{site}", ByLocation).Requires(Scope.Read, RefusalStyle.Find);
        find.MapGet("/calibrate/{site}", CalibrateAsync).Requires(Scope.Manage, RefusalStyle.Find);
    }

    static async Task<IResult> DevicesAsync(
        string site, HttpContext http, ItolocContext context, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        string[] devices = await context.QueryScans.Where(scan => scan.SiteId == siteId && scan.Device != null).Select(scan => scan.Device!)
            .Union(context.SurveyScans.Where(scan => scan.SiteId == siteId && scan.Device != null).Select(scan => scan.Device!))
            .ToArrayAsync(cancellation);
        return TypedResults.Json(new FindDevices([.. devices.Order(StringComparer.Ordinal)], "got devices", true));
    }

    static async Task<IResult> LocationsAsync(
        string site, HttpContext http, ItolocContext context, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        string[] regions = await context.SurveyScans.Where(scan => scan.SiteId == siteId && scan.Region != null)
            .Select(scan => scan.Region!).Distinct().ToArrayAsync(cancellation);
        return TypedResults.Json(new FindLocations([.. regions.Order(StringComparer.Ordinal)], "got locations", true));
    }

    static IResult Location(string site, string device, HttpContext http, LivePositions live)
    {
        Site of = Caller.SiteOf(http);
        if (live.Last(of, device.ToLowerInvariant()) is not { } answer)
            return FindApi.Said("no data for this device", false);
        FindAnalysis analysis = FindAnalysis.Of(answer);
        return TypedResults.Json(new FindLocation(analysis, FindSensors.Of(of, answer, analysis.Guesses[0].Location), "got location", true));
    }

    static IResult LocationBasic(string site, string device, HttpContext http, LivePositions live, TimeProvider clock)
    {
        if (live.Last(Caller.SiteOf(http), device.ToLowerInvariant()) is not { } answer)
            return FindApi.Said("no data for this device", false);
        FindGuess best = FindAnalysis.Of(answer).Guesses[0];
        long seen = Math.Max(0, (long)(clock.GetUtcNow() - answer.Scan.Time!.Value).TotalSeconds);
        return TypedResults.Json(new FindBasic(new FindBasicLocation(best.Location, best.Probability, seen), "ok", true));
    }

    static JsonHttpResult<FindByLocation> ByLocation(
        string site, HttpContext http, LivePositions live, TimeProvider clock, int history = DefaultMinutes,
        double probability = 0)
    {
        DateTimeOffset since = clock.GetUtcNow() - TimeSpan.FromMinutes(Math.Clamp(history, 0, LongestMinutes));
        FindPresence[] present = [.. live.All(Caller.SiteOf(http))
            .Where(answer => answer.Scan.Time >= since)
            .Select(answer => (Answer: answer, Best: FindAnalysis.Of(answer).Guesses[0]))
            .Where(pair => pair.Best.Probability >= probability)
            .GroupBy(pair => pair.Best.Location)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new FindPresence(group.Key, group.Count(), [.. group.Select(pair => new FindPresentDevice(
                pair.Answer.Scan.Device!, "", pair.Answer.Scan.Time!.Value, pair.Best.Probability, false, 1, 0,
                pair.Answer.Scan.Time!.Value))]))];
        return TypedResults.Json(new FindByLocation(present));
    }

    static async Task<IResult> CalibrateAsync(
        string site, HttpContext http, TrainingStart start, CancellationToken cancellation)
    {
        (Job? job, string? objection) = await start.TryAsync(Caller.Of(http), Preset.Default, seed: 1, promote: true, cancellation);
        return FindApi.Said(job is null ? objection! : "calibrating data", job is not null);
    }
}

sealed record FindDevices(IReadOnlyList<string> Devices, string Message, bool Success);

sealed record FindLocations(IReadOnlyList<string> Locations, string Message, bool Success);

sealed record FindLocation(FindAnalysis Analysis, FindSensors Sensors, string Message, bool Success);

sealed record FindBasic(FindBasicLocation Data, string Message, bool Success);

/// <param name="Loc">Location.</param>
/// <param name="Prob">Probability, 0 to 1.</param>
/// <param name="Seen">Seconds ago.</param>
sealed record FindBasicLocation(string Loc, double Prob, long Seen);

sealed record FindByLocation(IReadOnlyList<FindPresence> Locations);

sealed record FindPresence(string Location, int Total, IReadOnlyList<FindPresentDevice> Devices);

sealed record FindPresentDevice(
    string Device, string Vendor, DateTimeOffset Timestamp, double Probability, bool Randomized,
    [property: JsonPropertyName("num_scanners")] int NumScanners,
    [property: JsonPropertyName("active_mins")] int ActiveMinutes,
    [property: JsonPropertyName("first_seen")] DateTimeOffset FirstSeen);
