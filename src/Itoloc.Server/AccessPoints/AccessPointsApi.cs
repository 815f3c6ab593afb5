using Itoloc.Fingerprints;
using Itoloc.Server.Keys;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.AccessPoints;

/// <summary>An access point of a site.</summary>
/// <param name="Id">Its BSSID, or what the survey calls it.</param>
/// <param name="LocallyAdministered">Whether software made up its address: a hotspot, or one more network of a radio.</param>
/// <param name="SurveyScans">Scans of the survey that heard it.</param>
/// <param name="RecentScans">Of the latest scans that were located, those that heard it.</param>
/// <param name="Strongest">dBm.</param>
/// <param name="LastHeard">When.</param>
/// <param name="Status">
/// <c>used</c> by the model that answers, <c>idle</c> (known to it, but of no use), <c>new</c> (heard, not known to it),
/// <c>vanished</c> (known to it, but missing from the latest scans), <c>opted-out</c> (<c>_nomap</c>: never kept).
/// </param>
sealed record AccessPointResponse(
    string Id, bool LocallyAdministered, int SurveyScans, int RecentScans, float? Strongest, DateTimeOffset? LastHeard,
    string Status);

/// <summary>The access points of a site, worked out from its scans when asked for.</summary>
static class AccessPointsApi
{
    /// <summary>Located scans looked at, the latest ones.</summary>
    const int RecentScans = 20_000;

    /// <summary>With fewer than these, nothing is called vanished.</summary>
    const int EnoughToMiss = 200;

    public static void MapAccessPoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/access-points", ListAsync).WithTags("Sites").Requires(Scope.Read);

    static async Task<Ok<AccessPointResponse[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, SurveyStore surveys, ServedModels models,
        CancellationToken cancellation)
    {
        Site of = Caller.SiteOf(http);
        SortedDictionary<string, Tally> tallies = new(StringComparer.Ordinal);
        await foreach (Scan scan in surveys.ReadAsync(of, cancellation))
        {
            foreach (Reading reading in scan.Readings)
                TallyOf(reading).AddSurvey(reading, scan.Time);
        }
        int recent = 0;
        var queries = context.QueryScans.AsNoTracking().Where(scan => scan.SiteId == of.Id)
            .OrderByDescending(scan => scan.Time).Take(RecentScans).Select(scan => new { scan.Time, scan.Readings }).AsAsyncEnumerable();
        await foreach (var scan in queries.WithCancellation(cancellation))
        {
            recent++;
            foreach (Reading reading in ReadingsCodec.Decode(scan.Readings))
                TallyOf(reading).AddRecent(reading, DateTimeOffset.FromUnixTimeMilliseconds(scan.Time));
        }
        List<OptedOutAccessPoint> optedOut = await context.OptedOutAccessPoints.AsNoTracking()
            .Where(ap => ap.SiteId == of.Id).ToListAsync(cancellation);
        foreach (OptedOutAccessPoint ap in optedOut)
            tallies.TryAdd(ap.AccessPoint, new Tally());
        Dictionary<string, bool> known = KnownTo((await models.FindAsync(of))?.Localizer);
        HashSet<string> gone = [.. optedOut.Select(ap => ap.AccessPoint)];
        return TypedResults.Ok(tallies.Select(pair => new AccessPointResponse(
            pair.Key, Bssid.IsLocallyAdministered(pair.Key), pair.Value.Survey, pair.Value.Recent, pair.Value.Strongest,
            pair.Value.Last,
            Status(pair.Key, pair.Value))).ToArray());

        Tally TallyOf(Reading reading)
        {
            if (!tallies.TryGetValue(reading.AccessPoint, out Tally? tally))
                tallies[reading.AccessPoint] = tally = new Tally();
            return tally;
        }

        string Status(string id, Tally tally) =>
            gone.Contains(id) ? "opted-out"
            : !known.TryGetValue(id, out bool isUsed) ? "new"
            : recent >= EnoughToMiss && tally.Recent == 0 ? "vanished"
            : isUsed ? "used" : "idle";
    }

    /// <summary>Every identifier the model knows, and whether an image shows it.</summary>
    static Dictionary<string, bool> KnownTo(Localizer? localizer)
    {
        Dictionary<string, bool> known = [];
        if (localizer is null)
            return known;
        HashSet<string> used = [.. localizer.Description.AccessPoints.Where(ap => ap.IsUsed).Select(ap => ap.Name)];
        foreach (AccessPointFeature feature in localizer.Index.Features)
        {
            foreach (string member in feature.Members)
                known[member] = used.Contains(feature.Members[0]);
        }
        return known;
    }

    sealed class Tally
    {
        public int Survey { get; private set; }

        public int Recent { get; private set; }

        public float? Strongest { get; private set; }

        public DateTimeOffset? Last { get; private set; }

        public void AddSurvey(Reading reading, DateTimeOffset? time)
        {
            Survey++;
            Note(reading, time);
        }

        public void AddRecent(Reading reading, DateTimeOffset time)
        {
            Recent++;
            Note(reading, time);
        }

        void Note(Reading reading, DateTimeOffset? time)
        {
            Strongest = Strongest is { } strongest ? Math.Max(strongest, reading.RssiDbm) : reading.RssiDbm;
            Last = Last is null || time > Last ? time : Last;
        }
    }
}
