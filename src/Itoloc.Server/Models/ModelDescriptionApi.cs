using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Models;

/// <summary>What a version is made of and what became of it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Devices">Phones of its survey.</param>
/// <param name="History">Training and every update: what was accepted, what came and went; oldest first.</param>
/// <param name="AccessPoints">Its access points, the used ones first.</param>
sealed record ModelDescriptionResponse(
    int Version, IReadOnlyList<string> Devices, IReadOnlyList<string> History,
    IReadOnlyList<DescribedAccessPoint> AccessPoints);

/// <summary>What <c>itoloc info</c> tells of a version.</summary>
static class ModelDescriptionApi
{
    public static void MapModelDescription(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/models/{version:int}/description", DescribeAsync).WithTags("Models").Requires(Scope.Read);

    static async Task<Results<Ok<ModelDescriptionResponse>, NotFound>> DescribeAsync(
        string site, int version, HttpContext http, ItolocContext context, ModelStore store, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        ModelVersion? row = await context.Models.AsNoTracking().SingleOrDefaultAsync(
            model => model.SiteId == siteId && model.Version == version, cancellation);
        if (row is null || await store.LoadAsync(row.Id, cancellation) is not { } model)
            return TypedResults.NotFound();
        ModelDescription description = model.Localizer.Description;
        return TypedResults.Ok(new ModelDescriptionResponse(
            version, description.Devices, description.History, description.AccessPoints));
    }
}
