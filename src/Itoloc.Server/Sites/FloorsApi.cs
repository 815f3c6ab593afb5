using System.Text.Json;
using Itoloc.Server.Audit;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Sites;

/// <summary>A floor.</summary>
/// <param name="Building">Its building; empty where the survey names none.</param>
/// <param name="Floor">Its name; empty where the survey names none.</param>
/// <param name="Width">Metres along x.</param>
/// <param name="Height">Metres along y.</param>
/// <param name="Georeference">Three points known both on the floor and on the earth.</param>
sealed record FloorResponse(string Building, string Floor, double? Width, double? Height, IReadOnlyList<ControlPoint>? Georeference);

/// <summary>What is known about a floor.</summary>
/// <param name="Width">Metres along x.</param>
/// <param name="Height">Metres along y.</param>
/// <param name="Georeference">Three points known both on the floor and on the earth, not on one line; or none.</param>
sealed record FloorRequest(double? Width, double? Height, IReadOnlyList<ControlPoint>? Georeference);

/// <summary>Floors and their plans.</summary>
static class FloorsApi
{
    const int LongestName = 100;

    public static void MapFloors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/floors", ListAsync).WithTags("Sites").Requires(Scope.Read);
        RouteGroupBuilder floor = routes.MapGroup("/sites/{site}/buildings/{building}/floors/{floor}").WithTags("Sites");
        floor.MapPut("/", PutAsync).Requires(Scope.Manage);
        floor.MapPut("/plan", PutPlanAsync).Requires(Scope.Manage).Accepts<byte[]>(PlanImage.Png, PlanImage.Jpeg, PlanImage.Svg);
        floor.MapGet("/plan", GetPlanAsync).Requires(Scope.Read).Produces(StatusCodes.Status200OK, contentType: "image/png");
    }

    static async Task<Ok<FloorResponse[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        var floors = await (
            from floor in context.Floors
            join building in context.Buildings on floor.BuildingId equals building.Id
            where building.SiteId == siteId
            orderby building.Name, floor.Name
            select new { Building = building.Name, Floor = floor }).ToListAsync(cancellation);
        return TypedResults.Ok(floors.Select(row => ToResponse(row.Building, row.Floor)).ToArray());
    }

    static async Task<Results<Ok<FloorResponse>, ProblemHttpResult>> PutAsync(
        string site, string building, string floor, FloorRequest request, HttpContext http,
        ItolocContext context, FloorMap map, FloorVersions versions, AuditLog audit, CancellationToken cancellation)
    {
        if (building.Length > LongestName || floor.Length > LongestName || (building + floor).Any(char.IsControl))
            return TypedResults.Problem(statusCode: 400, detail: $"Names have at most {LongestName} characters.");
        if (request.Width is <= 0 or > 1e6 || request.Height is <= 0 or > 1e6)
            return TypedResults.Problem(statusCode: 400, detail: "width and height are metres, above 0.");
        if (request.Georeference is not null && Georeference.Of(request.Georeference) is null)
            return TypedResults.Problem(statusCode: 400, detail: "georeference is three points on the earth that are not on one line.");
        Caller caller = Caller.Of(http);
        Floor row = await FindOrMakeAsync(context, map, caller.Site!, building, floor, cancellation);
        await versions.KeepAsync(row, FloorVersion.Facts, caller.Key, cancellation);
        FloorVersions.Set(row, request);
        audit.Add(caller.Site!.Id, caller.Key, "floor.put", $"{building}/{floor}");
        await context.SaveChangesAsync(cancellation);
        return TypedResults.Ok(ToResponse(building, row));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> PutPlanAsync(
        string site, string building, string floor, HttpContext http, ItolocContext context, FloorMap map,
        FloorVersions versions, AuditLog audit, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> image = await RequestBody.ReadAsync(http, RequestBody.LargeLimit / 4);
        if (PlanImage.Clean(image, out string? objection) is not { } clean)
            return TypedResults.Problem(statusCode: 415, detail: objection);
        Caller caller = Caller.Of(http);
        Floor row = await FindOrMakeAsync(context, map, caller.Site!, building, floor, cancellation);
        await versions.KeepAsync(row, FloorVersion.Plan, caller.Key, cancellation);
        await versions.SetPlanAsync(row, clean.Type, clean.Bytes, cancellation);
        audit.Add(caller.Site!.Id, caller.Key, "floor.plan", $"{building}/{floor} {image.Length} bytes");
        await context.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }

    static async Task<Results<FileContentHttpResult, NotFound>> GetPlanAsync(
        string site, string building, string floor, HttpContext http, ItolocContext context, FloorMap map,
        CancellationToken cancellation)
    {
        Floor? row = await map.FloorAsync(Caller.SiteOf(http), building, floor, cancellation);
        FloorPlan? plan = row is null
            ? null
            : await context.FloorPlans.AsNoTracking().SingleOrDefaultAsync(plan => plan.FloorId == row.Id, cancellation);
        if (plan is null)
            return TypedResults.NotFound();
        // Whoever opens the picture by itself sees a picture: nothing in it runs or fetches.
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(plan.Image, plan.ContentType);
    }

    /// <summary>The floor of that name, made when there is none; a new one is saved at once.</summary>
    internal static async Task<Floor> FindOrMakeAsync(
        ItolocContext context, FloorMap map, Site site, string building, string floor, CancellationToken cancellation)
    {
        if (await map.FloorAsync(site, building, floor, cancellation) is { } found)
            return found;
        Building? of = await context.Buildings.SingleOrDefaultAsync(row => row.SiteId == site.Id && row.Name == building, cancellation);
        if (of is null)
        {
            of = new Building { SiteId = site.Id, Name = building };
            context.Buildings.Add(of);
            await context.SaveChangesAsync(cancellation);
        }
        Floor made = new() { BuildingId = of.Id, Name = floor };
        context.Floors.Add(made);
        await context.SaveChangesAsync(cancellation);
        return made;
    }

    static FloorResponse ToResponse(string building, Floor floor) => new(
        building, floor.Name, floor.Width, floor.Height,
        floor.Georeference is null ? null : JsonSerializer.Deserialize(floor.Georeference, ApiJson.Default.ControlPointArray));
}
