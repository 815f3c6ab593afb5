using System.Net;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Keys;

/// <summary>Every route with every kind of caller. Routes are taken from the running service, so none can be forgotten.</summary>
public sealed class RouteMatrixTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    static readonly string[] OpenToAll = ["/healthz", "/readyz", "/__heartbeat__", "/__lbheartbeat__"];

    [Fact]
    public void EveryRoute_SaysWhatItAsks() =>
        Assert.Empty(Routes().Where(route => route.Metadata.GetMetadata<Access>() is null).Select(route => route.RoutePattern.RawText));

    [Fact]
    public void NoRoute_IsOpen_ButHealth() => Assert.Equal(
        OpenToAll.Order(StringComparer.Ordinal),
        Routes().Where(route => route.Metadata.GetMetadata<Access>()?.Scope is null)
            .Select(route => route.RoutePattern.RawText).Order(StringComparer.Ordinal));

    [Fact]
    public async Task EveryRoute_IsClosed_ToWhoeverHasNoKeyForIt()
    {
        string own = await service.SiteKeyAsync("own");
        await service.SiteKeyAsync("other");
        long ownId = service.Services.GetRequiredService<Register>().SiteOf("own")!.Id;
        Dictionary<string, (string? Key, Scope Scopes, bool IsOfThisSite)> roles = new()
        {
            ["nobody"] = (null, Scope.None, false),
            ["a wrong key"] = (new string('a', KeyText.Length), Scope.None, false),
            ["a revoked key"] = (await RevokedAsync(ownId), Scope.None, false),
            ["another site's"] = (await service.SiteKeyAsync("other"), KeyRing.AllOfASite, false),
            ["ingest"] = (await service.SiteKeyAsync("own", Scope.Ingest), Scope.Ingest, true),
            ["locate"] = (await service.SiteKeyAsync("own", Scope.Locate), Scope.Locate, true),
            ["read"] = (await service.SiteKeyAsync("own", Scope.Read), Scope.Read, true),
            ["manage"] = (await service.SiteKeyAsync("own", Scope.Manage), Scope.Manage, true),
            ["all of the site"] = (own, KeyRing.AllOfASite, true),
        };
        List<string> wrong = [];
        foreach (RouteEndpoint route in Routes())
        {
            Access access = route.Metadata.GetRequiredMetadata<Access>();
            foreach (string method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach ((string role, (string? key, Scope scopes, bool isOfThisSite)) in roles)
                {
                    HttpStatusCode status = await AskAsync(route, method, key);
                    bool isRefused = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                        || (access.Style == RefusalStyle.Geolocate && status == HttpStatusCode.BadRequest);
                    bool hasKey = scopes != Scope.None;
                    bool isAboutASite = route.RoutePattern.GetParameter("site") is not null || IsFindRoute(route);
                    bool mayPass = access.Scope is null
                        || (hasKey && (scopes & access.Scope) == access.Scope && (isOfThisSite || !isAboutASite));
                    // What passes may still be answered 400 for its empty body, but never refused; and the reverse.
                    if (mayPass ? status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden : !isRefused)
                        wrong.Add($"{method} {route.RoutePattern.RawText} with {role}: {(int)status}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // These name their site in the body; the matrix sends one that is ours.
    static bool IsFindRoute(RouteEndpoint route) =>
        route.RoutePattern.RawText is "/data" or "/classify" or "/learn" or "/track" or "/ws";

    async Task<HttpStatusCode> AskAsync(RouteEndpoint route, string method, string? key)
    {
        using HttpClient client = key is null ? service.CreateClient() : service.WithKey(key);
        string path = string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "site" } => "own",
            RoutePatternParameterPart { Name: "version" or "id" } => "999999",
            _ => "x",
        }))));
        using HttpRequestMessage request = new(new HttpMethod(method), $"/{path}{(path == "ws" ? "?family=own&device=all" : "")}");
        if (method is "POST" or "PUT")
        {
            string type = path.EndsWith("/plan", StringComparison.Ordinal) ? "image/png" : "application/json";
            request.Content = new StringContent(
                """{"f":"own","d":"x","s":{"wifi":{"aa:bb:cc:dd:ee:01":-50}},"group":"own","username":"x","wifi-fingerprint":[{"mac":"aa:bb:cc:dd:ee:01","rssi":-50}]}""",
                System.Text.Encoding.UTF8, type);
        }
        using CancellationTokenSource enough = new(Eventually.Patience);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, enough.Token);
        return response.StatusCode;
    }

    async Task<string> RevokedAsync(long siteId)
    {
        string text = await service.MakeKeyAsync(siteId, KeyRing.AllOfASite, inPath: false);
        await using AsyncServiceScope scope = service.Services.CreateAsyncScope();
        AccessKey by = service.Services.GetRequiredService<Register>().KeyOf(KeyText.PublicId(text))!;
        await scope.ServiceProvider.GetRequiredService<KeyRing>().RevokeAsync(siteId, KeyText.PublicId(text), by, CancellationToken.None);
        return text;
    }

    IEnumerable<RouteEndpoint> Routes()
    {
        _ = service.Server;
        return service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
    }
}
