using System.Net.WebSockets;
using System.Text.Json;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Find;

/// <summary>
/// FIND3's push: <c>/ws?family=F&amp;device=D</c>. The last known location comes at once, then one message a scan;
/// what the client says is read and ignored.
/// </summary>
static class FindSocket
{
    const string EveryDevice = "all";

    public static void MapFindSocket(this IEndpointRouteBuilder routes) =>
        routes.Map("/ws", ServeAsync).ExcludeFromDescription().Requires(Scope.Read, RefusalStyle.Find);

    static async Task ServeAsync(
        HttpContext http, Register register, LivePositions live, IHostApplicationLifetime lifetime,
        string? family = null, string? device = null)
    {
        if (string.IsNullOrWhiteSpace(family) || string.IsNullOrWhiteSpace(device))
        {
            string missing = string.IsNullOrWhiteSpace(family) ? "need family" : "need device";
            await TypedResults.Text(missing, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
            return;
        }
        // One client lower-cases the family everywhere but here.
        Site? site = register.SiteOf(family.Trim().ToLowerInvariant());
        if (site is null || !Caller.MayUse(Caller.Of(http).Key, site, Scope.Read))
        {
            await Refusal.WriteAsync(http, RefusalStyle.Find, RefusalReason.NotAllowed);
            return;
        }
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await TypedResults.Text("need a websocket", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
            return;
        }
        device = device.Trim().ToLowerInvariant();
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        Task listening = ListenAsync(socket, end);
        try
        {
            await foreach (Answer answer in live.WatchAsync(site, device == EveryDevice ? null : device, end.Token))
            {
                byte[] message = JsonSerializer.SerializeToUtf8Bytes(FindPush.Of(site, answer), ApiJson.Default.FindPush);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, end.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
        {
            // The client or the service leaves.
        }
        await end.CancelAsync();
        await listening;
    }

    static async Task ListenAsync(WebSocket socket, CancellationTokenSource end)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (!end.IsCancellationRequested)
            {
                WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, end.Token);
                if (received.MessageType != WebSocketMessageType.Close)
                    continue;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, end.Token);
                break;
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
        {
            // As above.
        }
        await end.CancelAsync();
    }
}
