using System.Text.Json;
using Itoloc.Server.Http;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Training;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Training;

/// <summary>How to train.</summary>
/// <param name="Preset"><c>default</c> or <c>paper</c>.</param>
/// <param name="Seed">Equal seeds and surveys give equal models.</param>
/// <param name="Promote">Whether the new version answers as soon as it is there.</param>
sealed record TrainingRequest(string Preset = "default", int Seed = 1, bool Promote = true);

/// <summary>Training.</summary>
static class TrainingApi
{
    public static void MapTraining(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/training", StartAsync).WithTags("Models").Requires(Scope.Manage);

    static async Task<Results<Accepted<JobResponse>, ProblemHttpResult>> StartAsync(
        string site, TrainingRequest request, HttpContext http, TrainingStart start, CancellationToken cancellation)
    {
        if (request.Preset is not ("default" or "paper"))
            return TypedResults.Problem(statusCode: 400, detail: "preset is default or paper.");
        Caller caller = Caller.Of(http);
        Preset preset = request.Preset == "paper" ? Preset.Paper : Preset.Default;
        (Job? job, string? objection) = await start.TryAsync(caller, preset, request.Seed, request.Promote, cancellation);
        return job is null
            ? TypedResults.Problem(statusCode: 409, detail: objection)
            : TypedResults.Accepted($"{http.Request.PathBase}/api/itoloc/v1/sites/{site}/jobs/{job.Id}", JobResponse.Of(job, default));
    }
}

/// <summary>What a training job was asked for.</summary>
/// <param name="Preset">See <see cref="TrainingRequest"/>.</param>
/// <param name="Seed">Likewise.</param>
/// <param name="Promote">Likewise.</param>
/// <param name="By">Public part of the key that asked.</param>
sealed record TrainingParameters(Preset Preset, int Seed, bool Promote, string? By);

/// <summary>Puts training in the queue.</summary>
sealed class TrainingStart(ItolocContext context, JobQueue queue)
{
    /// <summary>Asks for training.</summary>
    /// <returns>The job, or why there is none.</returns>
    public async Task<(Job? Job, string? Objection)> TryAsync(
        Caller caller, Preset preset, int seed, bool promote, CancellationToken cancellation)
    {
        Site site = caller.Site!;
        if (!await context.SurveyScans.AnyAsync(scan => scan.SiteId == site.Id, cancellation))
            return (null, "The site has no survey yet.");
        TrainingParameters parameters = new(preset, seed, promote, caller.Key.PublicId);
        Job? job = await queue.AddAsync(
            site, TrainingRun.Kind, JsonSerializer.Serialize(parameters, ApiJson.Default.TrainingParameters), cancellation);
        return (job, job is null ? "The site is being trained already." : null);
    }
}
