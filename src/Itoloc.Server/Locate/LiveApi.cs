using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Itoloc.Server.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Itoloc.Server.Locate;

/// <summary>A device's position, as it becomes known.</summary>
/// <param name="Device">The device, as it names itself.</param>
/// <param name="Time">When it was there.</param>
/// <param name="Location">Where.</param>
sealed record LivePosition(string Device, DateTimeOffset Time, LocateResponse Location);

/// <summary>Positions as they become known.</summary>
static class LiveApi
{
    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/live", Watch).WithTags("Locate").Requires(Scope.Read);

    /// <summary>Server-sent events named <c>position</c>: the last known ones at once, then every new one.</summary>
    static ServerSentEventsResult<LivePosition> Watch(
        string site, HttpContext http, LivePositions live, IHostApplicationLifetime lifetime, string? device = null) =>
        TypedResults.ServerSentEvents(EventsAsync(http, live, device, lifetime.ApplicationStopping, http.RequestAborted));

    static async IAsyncEnumerable<SseItem<LivePosition>> EventsAsync(
        HttpContext http, LivePositions live, string? device, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        // The watcher learns that it watches before there is anything to see.
        await http.Response.Body.FlushAsync(end.Token);
        await foreach (Answer answer in live.WatchAsync(Caller.SiteOf(http), device, end.Token))
        {
            yield return new SseItem<LivePosition>(
                new LivePosition(answer.Scan.Device!, answer.Scan.Time!.Value, LocateResponse.Of(answer)), "position");
        }
    }
}
