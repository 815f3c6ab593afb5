using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Sites;

/// <summary>What a part of a floor was until it was replaced.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Time">When it was replaced.</param>
/// <param name="Key">The public part of the key that replaced it.</param>
/// <param name="Kind"><c>floor</c> (size and georeference), <c>plan</c> or <c>regions</c>.</param>
/// <param name="Bytes">How large it is; 0 where there was nothing.</param>
sealed record FloorVersionResponse(long Id, DateTimeOffset Time, string Key, string Kind, int Bytes);

/// <summary>Earlier states of a floor.</summary>
static class FloorVersionsApi
{
    const int Most = 200;

    public static void MapFloorVersions(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder versions =
            routes.MapGroup("/sites/{site}/buildings/{building}/floors/{floor}/versions").WithTags("Sites");
        versions.MapGet("/", ListAsync).Requires(Scope.Read);
        versions.MapPost("/{id:long}/restore", RestoreAsync).Requires(Scope.Manage);
    }

    /// <summary>The latest 200, newest first.</summary>
    static async Task<Results<Ok<FloorVersionResponse[]>, NotFound>> ListAsync(
        string site, string building, string floor, HttpContext http, ItolocContext context, FloorMap map,
        CancellationToken cancellation)
    {
        if (await map.FloorAsync(Caller.SiteOf(http), building, floor, cancellation) is not { } row)
            return TypedResults.NotFound();
        var versions = await context.FloorVersions.Where(version => version.FloorId == row.Id)
            .OrderByDescending(version => version.Id).Take(Most)
            .Select(version => new { version.Id, version.Time, version.KeyId, version.Kind, Bytes = version.Content == null ? 0 : version.Content.Length })
            .ToListAsync(cancellation);
        return TypedResults.Ok(versions.Select(version => new FloorVersionResponse(
            version.Id, DateTimeOffset.FromUnixTimeMilliseconds(version.Time), version.KeyId, version.Kind, version.Bytes)).ToArray());
    }

    /// <summary>Puts it back; what it replaces becomes a version itself.</summary>
    static async Task<Results<NoContent, NotFound>> RestoreAsync(
        string site, string building, string floor, long id, HttpContext http, ItolocContext context, FloorMap map,
        FloorVersions versions, AuditLog audit, CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        if (await map.FloorAsync(caller.Site!, building, floor, cancellation) is not { } row
            || await context.FloorVersions.AsNoTracking().SingleOrDefaultAsync(
                version => version.Id == id && version.FloorId == row.Id, cancellation) is not { } version)
        {
            return TypedResults.NotFound();
        }
        await versions.RestoreAsync(row, version, caller.Key, cancellation);
        audit.Add(caller.Site!.Id, caller.Key, "floor.restore", $"{building}/{floor} {version.Kind} {id}");
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }
}
