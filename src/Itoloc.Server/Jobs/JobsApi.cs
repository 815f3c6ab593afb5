using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Jobs;

/// <summary>A job.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it does, such as <c>train</c>.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Progress">Work done, 0 to 1.</param>
/// <param name="SecondsLeft">Seconds it will take still, judged by what is done; null before there is anything.</param>
/// <param name="Message">What it is at, or what came of it.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Started">When it began.</param>
/// <param name="Finished">When it ended.</param>
sealed record JobResponse(
    long Id, string Kind, string State, double Progress, double? SecondsLeft, string? Message,
    DateTimeOffset Created, DateTimeOffset? Started, DateTimeOffset? Finished)
{
    public static JobResponse Of(Job job, DateTimeOffset now)
    {
        double done = job.State == Job.Done ? 1 : job.Progress;
        double? left = job is { State: Job.Running, Started: long started } && done > 0
            ? Math.Round((now.ToUnixTimeMilliseconds() - started) / 1000.0 * (1 - done) / done, 1)
            : null;
        return new(job.Id, job.Kind, job.State, Math.Round(done, 3), left, job.Outcome ?? job.Message,
            DateTimeOffset.FromUnixTimeMilliseconds(job.Created), Moment(job.Started), Moment(job.Finished));
    }

    static DateTimeOffset? Moment(long? time) => time is long value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>Jobs: how far they are, and stopping them.</summary>
static class JobsApi
{
    const int Most = 100;

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/sites/{site}/jobs").WithTags("Models");
        jobs.MapGet("/", ListAsync).Requires(Scope.Read);
        jobs.MapGet("/{id:long}", GetAsync).Requires(Scope.Read);
        jobs.MapDelete("/{id:long}", CancelAsync).Requires(Scope.Manage);
    }

    static async Task<Ok<JobResponse[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, TimeProvider clock, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        Job[] jobs = await context.Jobs.AsNoTracking().Where(job => job.SiteId == siteId)
            .OrderByDescending(job => job.Id).Take(Most).ToArrayAsync(cancellation);
        return TypedResults.Ok(jobs.Select(job => JobResponse.Of(job, clock.GetUtcNow())).ToArray());
    }

    static async Task<Results<Ok<JobResponse>, NotFound>> GetAsync(
        string site, long id, HttpContext http, ItolocContext context, TimeProvider clock, CancellationToken cancellation) =>
        await FindAsync(context, Caller.SiteOf(http).Id, id, cancellation) is { } job
            ? TypedResults.Ok(JobResponse.Of(job, clock.GetUtcNow()))
            : TypedResults.NotFound();

    static async Task<Results<Accepted, NotFound, ProblemHttpResult>> CancelAsync(
        string site, long id, HttpContext http, ItolocContext context, JobQueue queue, CancellationToken cancellation)
    {
        if (await FindAsync(context, Caller.SiteOf(http).Id, id, cancellation) is not { } job)
            return TypedResults.NotFound();
        return await queue.TryCancelAsync(job, cancellation)
            ? TypedResults.Accepted((string?)null)
            : TypedResults.Problem(statusCode: 409, detail: "The job has ended.");
    }

    static Task<Job?> FindAsync(ItolocContext context, long siteId, long id, CancellationToken cancellation) =>
        context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id && job.SiteId == siteId, cancellation);
}
