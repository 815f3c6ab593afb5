using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Updates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Models;

/// <summary>A version of a site's model.</summary>
/// <param name="Version">1, 2, 3, … within the site.</param>
/// <param name="Active">Whether it is the one that answers.</param>
/// <param name="Kind">How it came to be: <c>train</c> or <c>update</c>.</param>
/// <param name="Created">When.</param>
/// <param name="Scans">Labelled scans it was made of.</param>
/// <param name="Preset">The preset it was trained with.</param>
/// <param name="Seed">The seed it was trained with.</param>
/// <param name="ValidationError">Mean error in metres on survey scans kept out of training.</param>
/// <param name="Sha256">Of the model file.</param>
/// <param name="Shadow">Whether it is watched on live scans before it may answer.</param>
/// <param name="Report">What an update found, line by line.</param>
sealed record ModelResponse(
    int Version, bool Active, string Kind, DateTimeOffset Created, int Scans, string Preset, int Seed,
    double? ValidationError, string Sha256, bool Shadow, IReadOnlyList<string>? Report);

/// <summary>Models: list, promote, roll back, watch, compare.</summary>
static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/sites/{site}/models").WithTags("Models");
        models.MapGet("/", ListAsync).Requires(Scope.Read);
        models.MapGet("/{version:int}/file", FileAsync).Requires(Scope.Manage)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        models.MapPost("/{version:int}/promote", PromoteAsync).Requires(Scope.Manage);
        models.MapPost("/rollback", RollBackAsync).Requires(Scope.Manage);
        models.MapPost("/{version:int}/shadow", ShadowAsync).Requires(Scope.Manage);
        models.MapDelete("/shadow", EndShadowAsync).Requires(Scope.Manage);
        models.MapGet("/{version:int}/compare", CompareAsync).Requires(Scope.Read);
    }

    static async Task<Ok<ModelResponse[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, Register register, CancellationToken cancellation)
    {
        Site of = Caller.SiteOf(http);
        of = register.SiteOf(of.Id) ?? of;
        ModelVersion[] versions = await context.Models.AsNoTracking()
            .Where(version => version.SiteId == of.Id).OrderByDescending(version => version.Version).ToArrayAsync(cancellation);
        return TypedResults.Ok(versions.Select(version => ToResponse(version, of.ActiveModelId, of.ShadowModelId)).ToArray());
    }

    static async Task<Results<FileContentHttpResult, NotFound>> FileAsync(
        string site, int version, HttpContext http, ItolocContext context, ModelStore store,
        CancellationToken cancellation) =>
        await FindAsync(context, Caller.SiteOf(http), version, cancellation) is { } found
            ? TypedResults.Bytes(await store.ContentAsync(found, cancellation), "application/octet-stream", $"{site}-{version}.itoloc")
            : TypedResults.NotFound();

    static async Task<Results<Ok<ModelResponse>, NotFound>> PromoteAsync(
        string site, int version, HttpContext http, ItolocContext context, ModelStore store,
        CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        if (await FindAsync(context, caller.Site!, version, cancellation) is not { } found)
            return TypedResults.NotFound();
        await store.PromoteAsync(caller.Site!, found, caller.Key, cancellation);
        return TypedResults.Ok(ToResponse(found, found.Id));
    }

    /// <summary>
    /// Undoes the latest promotion; done twice, it undoes itself. A site whose update is undone updates itself no more until
    /// it is told to: the same scans would only bring the same update.
    /// </summary>
    static async Task<Results<Ok<ModelResponse>, ProblemHttpResult>> RollBackAsync(
        string site, HttpContext http, ModelStore store, CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        if (await store.PreviousAsync(caller.Site!, cancellation) is not { } previous)
            return TypedResults.Problem(statusCode: 409, detail: "No version answered before this one.");
        await store.RollBackAsync(caller.Site!, previous, caller.Key, cancellation);
        return TypedResults.Ok(ToResponse(previous, previous.Id));
    }

    /// <summary>Watches a version on live scans; it is promoted if the site updates itself and nothing says it is worse.</summary>
    static async Task<Results<Ok<ModelResponse>, NotFound>> ShadowAsync(
        string site, int version, HttpContext http, ItolocContext context, ModelStore store,
        CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        if (await FindAsync(context, caller.Site!, version, cancellation) is not { } found)
            return TypedResults.NotFound();
        await store.ShadowAsync(caller.Site!, found, caller.Key, "asked for", cancellation);
        return TypedResults.Ok(ToResponse(found, null, found.Id));
    }

    static async Task<NoContent> EndShadowAsync(string site, HttpContext http, ModelStore store, CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        await store.ShadowAsync(caller.Site!, null, caller.Key, "asked for", cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// Compares a version with another, or with the one that answers, on the latest live scans and on survey scans newer than both.
    /// </summary>
    static async Task<Results<Ok<ComparisonResponse>, NotFound, ProblemHttpResult>> CompareAsync(
        string site, int version, HttpContext http, ItolocContext context, Register register, ShadowWatch shadows,
        CancellationToken cancellation, int? against = null)
    {
        Site of = Caller.SiteOf(http);
        of = register.SiteOf(of.Id) ?? of;
        if (await FindAsync(context, of, version, cancellation) is not { } found)
            return TypedResults.NotFound();
        long? other = against is int number ? (await FindAsync(context, of, number, cancellation))?.Id : of.ActiveModelId;
        if (other is null && against is not null)
            return TypedResults.NotFound();
        return other is long id
            ? TypedResults.Ok(await shadows.CompareAsync(of, id, found.Id, 0, cancellation))
            : TypedResults.Problem(statusCode: 409, detail: "No model answers yet.");
    }

    static Task<ModelVersion?> FindAsync(
        ItolocContext context, Site site, int version, CancellationToken cancellation) =>
        context.Models.AsNoTracking().SingleOrDefaultAsync(
            model => model.SiteId == site.Id && model.Version == version, cancellation);

    static ModelResponse ToResponse(ModelVersion version, long? active, long? shadow = null) => new(
        version.Version, version.Id == active, version.Kind, DateTimeOffset.FromUnixTimeMilliseconds(version.Created),
        version.Scans, version.Preset, version.Seed, version.ValidationError, version.Sha256,
        version.Id == shadow, version.Report?.Split('\n'));
}
