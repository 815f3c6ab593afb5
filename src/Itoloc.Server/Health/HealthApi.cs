using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Health;

/// <summary>The running program.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Schema">The version of its database.</param>
sealed record VersionResponse(string Version, int Schema);

/// <summary>Something the service cannot do without.</summary>
/// <param name="Up">Whether it answers.</param>
/// <param name="Time">How long it took, in milliseconds.</param>
sealed record Dependency(bool Up, long Time);

/// <summary>Health, for whoever starts and watches the service; the only routes without a key.</summary>
static class HealthApi
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The program that runs.</summary>
    public static readonly VersionResponse Running = new(
        typeof(HealthApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "", Schema.Latest);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("").ExcludeFromDescription();
        health.MapGet("/healthz", () => TypedResults.Text("ok")).NeedsNoKey();
        health.MapGet("/__lbheartbeat__", () => TypedResults.Text("ok")).NeedsNoKey();
        health.MapGet("/readyz", ReadyAsync).NeedsNoKey();
        health.MapGet("/__heartbeat__", HeartbeatAsync).NeedsNoKey();
        health.MapGet("/__version__", Version).Requires(Scope.None, RefusalStyle.Geolocate);
    }

    public static void MapVersion(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/version", Version).WithTags("Service").Requires(Scope.None);

    static Ok<VersionResponse> Version() => TypedResults.Ok(Running);

    static async Task<IResult> ReadyAsync(IDbContextFactory<ItolocContext> contexts) =>
        (await AskDatabaseAsync(contexts)).Up ? TypedResults.Text("ok") : TypedResults.Text("the database does not answer", statusCode: 503);

    static async Task<IResult> HeartbeatAsync(IDbContextFactory<ItolocContext> contexts)
    {
        Dependency database = await AskDatabaseAsync(contexts);
        return TypedResults.Json(
            new Dictionary<string, Dependency> { ["database"] = database }, statusCode: database.Up ? 200 : 503);
    }

    static async Task<Dependency> AskDatabaseAsync(IDbContextFactory<ItolocContext> contexts)
    {
        long start = Stopwatch.GetTimestamp();
        bool isUp;
        try
        {
            using CancellationTokenSource enough = new(Patience);
            await using ItolocContext context = await contexts.CreateDbContextAsync(enough.Token);
            await context.Sites.AnyAsync(enough.Token);
            isUp = true;
        }
        catch (Exception failure) when (failure is DbException or IOException or OperationCanceledException or InvalidOperationException)
        {
            isUp = false;
        }
        return new Dependency(isUp, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
