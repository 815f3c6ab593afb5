using System.Text.Json;
using Itoloc.Server.Audit;
using Itoloc.Server.Http;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Updates;

/// <summary>How to update.</summary>
/// <param name="Seed">Equal seeds, models and scans give equal updates.</param>
/// <param name="Promote">
/// Whether it answers as soon as it has passed its guard; otherwise it is watched on live scans first.
/// </param>
sealed record UpdateRequest(int Seed = 1, bool Promote = false);

/// <summary>Whether a site updates itself.</summary>
/// <param name="Automatic">Whether updates start, and are promoted, without being asked for.</param>
sealed record UpdatingRequest(bool Automatic);

/// <summary>Updates from unlabelled scans, and the drift they answer to.</summary>
static class UpdatesApi
{
    public static void MapUpdates(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/update", StartAsync).WithTags("Models").Requires(Scope.Manage);
        routes.MapGet("/sites/{site}/updating", Read).WithTags("Models").Requires(Scope.Read);
        routes.MapPut("/sites/{site}/updating", ChangeAsync).WithTags("Models").Requires(Scope.Manage);
        routes.MapGet("/sites/{site}/drift", DriftAsync).WithTags("Models").Requires(Scope.Read);
    }

    static async Task<Results<Accepted<JobResponse>, ProblemHttpResult>> StartAsync(
        string site, UpdateRequest request, HttpContext http, Register register, JobQueue queue, CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        Site of = register.SiteOf(caller.Site!.Id) ?? caller.Site;
        if (of.ActiveModelId is null)
            return TypedResults.Problem(statusCode: 409, detail: "No model answers yet: train first.");
        UpdateParameters parameters = new(request.Seed, request.Promote, caller.Key.PublicId);
        Job? job = await queue.AddAsync(
            of, UpdateRun.Kind, JsonSerializer.Serialize(parameters, ApiJson.Default.UpdateParameters), cancellation);
        return job is null
            ? TypedResults.Problem(statusCode: 409, detail: "The site is being updated already.")
            : TypedResults.Accepted($"{http.Request.PathBase}{Composition.NativePath}/sites/{site}/jobs/{job.Id}", JobResponse.Of(job, default));
    }

    static Ok<UpdatingRequest> Read(string site, HttpContext http) => TypedResults.Ok(new UpdatingRequest(Caller.SiteOf(http).UpdatesItself));

    static async Task<Ok<UpdatingRequest>> ChangeAsync(
        string site, UpdatingRequest request, HttpContext http, ItolocContext context, Register register, AuditLog audit,
        CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        Site stored = await context.Sites.SingleAsync(row => row.Id == caller.Site!.Id, cancellation);
        stored.UpdatesItself = request.Automatic;
        audit.Add(stored.Id, caller.Key, "site.updating", request.Automatic ? "by itself" : "only when asked for");
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
        return TypedResults.Ok(request);
    }

    /// <summary>What has changed since the survey, region by region.</summary>
    static async Task<Results<Ok<DriftResponse>, ProblemHttpResult>> DriftAsync(
        string site, HttpContext http, DriftWatch drift, CancellationToken cancellation) =>
        await drift.LookAsync(Caller.SiteOf(http), cancellation) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.Problem(statusCode: 409, detail: "The site has no model yet: send a survey, then train.");
}
