using System.Text.Json;
using System.Text.Json.Nodes;
using Itoloc.Server.Audit;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Sites;

/// <summary>The regions of a floor as GeoJSON, in metres of the floor's plane.</summary>
static class RegionsApi
{
    const int Most = 5000;
    const int LongestName = 200;
    const string GeoJson = "application/geo+json";

    public static void MapRegions(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder regions = routes.MapGroup("/sites/{site}/buildings/{building}/floors/{floor}/regions").WithTags("Sites");
        regions.MapPut("/", PutAsync).Requires(Scope.Manage).Accepts<JsonObject>(GeoJson, "application/json");
        regions.MapGet("/", GetAsync).Requires(Scope.Read).Produces<JsonObject>(StatusCodes.Status200OK, GeoJson);
    }

    /// <summary>
    /// Replaces the floor's regions: a FeatureCollection of polygons, each with <c>properties.name</c>.
    /// </summary>
    static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string site, string building, string floor, HttpContext http, ItolocContext context, FloorMap map,
        FloorVersions versions, AuditLog audit, CancellationToken cancellation)
    {
        if (Read(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), out string? objection) is not { } regions)
            return TypedResults.Problem(statusCode: 400, detail: objection);
        Caller caller = Caller.Of(http);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        Floor row = await FloorsApi.FindOrMakeAsync(context, map, caller.Site!, building, floor, cancellation);
        await versions.KeepAsync(row, FloorVersion.Regions, caller.Key, cancellation);
        await context.Regions.Where(region => region.FloorId == row.Id).ExecuteDeleteAsync(cancellation);
        foreach ((string name, string polygon) in regions)
            context.Regions.Add(new Region { FloorId = row.Id, Name = name, Polygon = polygon });
        audit.Add(caller.Site!.Id, caller.Key, "floor.regions", $"{building}/{floor} {regions.Count} regions");
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    static async Task<Results<ContentHttpResult, NotFound>> GetAsync(
        string site, string building, string floor, HttpContext http, ItolocContext context, FloorMap map,
        CancellationToken cancellation)
    {
        if (await map.FloorAsync(Caller.SiteOf(http), building, floor, cancellation) is not { } row)
            return TypedResults.NotFound();
        List<Region> regions = await context.Regions.AsNoTracking()
            .Where(region => region.FloorId == row.Id).OrderBy(region => region.Id).ToListAsync(cancellation);
        JsonObject collection = new()
        {
            ["type"] = "FeatureCollection",
            ["features"] = new JsonArray([.. regions.Select(region => (JsonNode)new JsonObject
            {
                ["type"] = "Feature",
                ["properties"] = new JsonObject { ["name"] = region.Name },
                ["geometry"] = JsonNode.Parse(region.Polygon),
            })]),
        };
        return TypedResults.Text(collection.ToJsonString(), GeoJson);
    }

    static Dictionary<string, string>? Read(ReadOnlyMemory<byte> body, out string? objection)
    {
        objection = "The body is no GeoJSON FeatureCollection.";
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("features", out JsonElement features)
                || features.ValueKind != JsonValueKind.Array || features.GetArrayLength() > Most)
            {
                return null;
            }
            Dictionary<string, string> regions = [];
            foreach (JsonElement feature in features.EnumerateArray())
            {
                objection = $"Feature {regions.Count + 1} is no polygon with a name of its own.";
                if (feature.ValueKind != JsonValueKind.Object
                    || !feature.TryGetProperty("geometry", out JsonElement geometry) || PlanPolygon.Parse(geometry) is null
                    || NameOf(feature) is not { Length: > 0 and <= LongestName } name || name.Any(char.IsControl)
                    || !regions.TryAdd(name, geometry.GetRawText()))
                {
                    return null;
                }
            }
            return regions;
        }
        // The second: text that is no Unicode.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static string? NameOf(JsonElement feature) =>
        feature.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;
}
