using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;

namespace Itoloc.Server.Geolocate;

/// <summary><c>/v1/geolocate</c>, as Ichnaea and others answer it, with what is known indoors added.</summary>
static class GeolocateApi
{
    /// <summary>Fewer would let anybody ask where one router stands.</summary>
    const int FewestAccessPoints = 2;

    public static void MapGeolocate(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/geolocate", LocateAsync).ExcludeFromDescription().Requires(Scope.Locate, RefusalStyle.Geolocate);

    static async Task<IResult> LocateAsync(
        HttpContext http, Locating locating, FloorMap map, CancellationToken cancellation)
    {
        if (Caller.Of(http).Site is not { } site)
            return GeolocateError.KeyInvalid;
        ReadOnlyMemory<byte> body = await RequestBody.ReadAsync(http, RequestBody.SmallLimit);
        if (!TryRead(body, out WifiReport report))
            return GeolocateError.ParseError;
        if (report.Listed < FewestAccessPoints)
            return GeolocateError.NotFound;
        Scan[] asked = [new Scan { Readings = report.Readings }];
        if (await locating.AnswerAsync(site, asked) is not [{ } answer]
            || answer.Model.Localizer.Index.CountKnown(answer.Scan) < FewestAccessPoints
            || answer.Estimate is not { Known: true, X: double x, Y: double y, Accuracy: double accuracy } estimate)
        {
            return GeolocateError.NotFound;
        }
        Floor? floor = await map.FloorAsync(site, estimate.Building, estimate.Floor, cancellation);
        if (Georeference.Parse(floor?.Georeference) is not { } georeference)
            return GeolocateError.NotFound;
        locating.PublishAndKeep(site, Ingest.ClientOf(http), asked, [answer]);
        (double latitude, double longitude) = georeference.Project(x, y);
        return TypedResults.Json(new GeolocateAnswer(
            new(Math.Round(latitude, 7), Math.Round(longitude, 7)), Math.Round(accuracy, 1),
            new(site.Name, estimate.Building, estimate.Floor, estimate.Region, Math.Round(x, 3), Math.Round(y, 3),
                estimate.Confidence is { } confidence ? Math.Round(confidence, 3) : null)));
    }

    /// <summary>Reads the body; none at all is an empty question.</summary>
    static bool TryRead(ReadOnlyMemory<byte> body, out WifiReport report)
    {
        report = new(0, [], []);
        if (body.IsEmpty)
            return true;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            JsonElement? list = document.RootElement.TryGetProperty("wifiAccessPoints", out JsonElement value) ? value : null;
            report = WifiReport.Read(list, "macAddress", "signalStrength");
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

sealed record GeolocateAnswer(GeolocateLocation Location, double Accuracy, GeolocateIndoor Indoor);

sealed record GeolocateLocation(double Lat, double Lng);

/// <summary>What the services of the open air do not know; their clients ignore it.</summary>
sealed record GeolocateIndoor(string Site, string? Building, string? Floor, string? Region, double X, double Y, double? Confidence);
