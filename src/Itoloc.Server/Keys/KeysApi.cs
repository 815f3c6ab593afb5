using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Keys;

/// <summary>A key to be made.</summary>
/// <param name="Name">What for, in words; at most 100 characters.</param>
/// <param name="Scopes">Any of <c>ingest</c>, <c>locate</c>, <c>read</c>, <c>manage</c>; at least one.</param>
/// <param name="InPath">Whether it may stand in a path; never together with <c>manage</c>.</param>
sealed record KeyRequest(string? Name, IReadOnlyList<string>? Scopes, bool InPath = false);

/// <summary>A key that was made.</summary>
/// <param name="Key">The key itself; it is not kept and cannot be shown again.</param>
/// <param name="Id">Its public part.</param>
sealed record KeyMadeResponse(string Key, string Id);

/// <summary>A key as it is kept.</summary>
sealed record KeyResponse(
    string Id, string Name, IReadOnlyList<string> Scopes, bool InPath, DateTimeOffset Created, DateTimeOffset? Revoked);

/// <summary>Keys of a site.</summary>
static class KeysApi
{
    const int LongestName = 100;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder keys = routes.MapGroup("/sites/{site}/keys").WithTags("Keys").Requires(Scope.Manage);
        keys.MapGet("/", ListAsync);
        keys.MapPost("/", MakeAsync);
        keys.MapDelete("/{id}", RevokeAsync);
    }

    static async Task<Ok<KeyResponse[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        AccessKey[] keys = await context.Keys.AsNoTracking()
            .Where(key => key.SiteId == siteId).OrderBy(key => key.Id).ToArrayAsync(cancellation);
        return TypedResults.Ok(keys.Select(ToResponse).ToArray());
    }

    static async Task<Results<Created<KeyMadeResponse>, ProblemHttpResult>> MakeAsync(
        string site, KeyRequest request, HttpContext http, KeyRing ring, CancellationToken cancellation)
    {
        if (request.Name is not { Length: > 0 and <= LongestName } name)
            return TypedResults.Problem(statusCode: 400, detail: $"A key needs a name of at most {LongestName} characters.");
        Scope scopes = Scope.None;
        foreach (string text in request.Scopes ?? [])
        {
            if (!Enum.TryParse(text, ignoreCase: true, out Scope scope) || !Enum.IsDefined(scope) || (scope & KeyRing.AllOfASite) != scope)
                return TypedResults.Problem(statusCode: 400, detail: "scopes may hold ingest, locate, read and manage.");
            scopes |= scope;
        }
        if (scopes == Scope.None)
            return TypedResults.Problem(statusCode: 400, detail: "A key needs at least one scope.");
        if (request.InPath && (scopes & ~KeyRing.AllowedInPath) != 0)
            return TypedResults.Problem(statusCode: 400, detail: "A key that travels in paths cannot manage.");
        Caller caller = Caller.Of(http);
        (string made, AccessKey key) =
            await ring.MakeAsync(caller.Site!.Id, scopes, request.InPath, name, caller.Key, cancellation);
        return TypedResults.Created($"{http.Request.Path}/{key.PublicId}", new KeyMadeResponse(made, key.PublicId));
    }

    static async Task<Results<NoContent, NotFound>> RevokeAsync(
        string site, string id, HttpContext http, KeyRing ring, CancellationToken cancellation)
    {
        Caller caller = Caller.Of(http);
        return await ring.RevokeAsync(caller.Site!.Id, id, caller.Key, cancellation)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    static KeyResponse ToResponse(AccessKey key) => new(
        key.PublicId,
        key.Name,
        [.. Enum.GetValues<Scope>().Where(scope => scope != Scope.None && key.Scopes.HasFlag(scope)).Select(scope => scope.ToString().ToLowerInvariant())],
        key.InPath,
        DateTimeOffset.FromUnixTimeMilliseconds(key.Created),
        key.Revoked is long revoked ? DateTimeOffset.FromUnixTimeMilliseconds(revoked) : null);
}
