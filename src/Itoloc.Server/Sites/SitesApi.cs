using System.Text.RegularExpressions;
using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Sites;

/// <summary>A site to be made.</summary>
/// <param name="Name">1 to 64 of a–z, 0–9, <c>.</c>, <c>-</c> and <c>_</c>; as it stands in paths.</param>
sealed record SiteRequest(string? Name);

/// <summary>A site.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was made.</param>
/// <param name="HasModel">Whether a model answers for it.</param>
sealed record SiteResponse(string Name, DateTimeOffset Created, bool HasModel);

/// <summary>Sites.</summary>
static partial class SitesApi
{
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites", List).WithTags("Sites").Requires(Scope.None);
        routes.MapPost("/sites", MakeAsync).WithTags("Sites").Requires(Scope.Admin);
        routes.MapGet("/sites/{site}", Find).WithTags("Sites").Requires(Scope.None);
    }

    /// <summary>The sites that the key opens.</summary>
    static Ok<SiteResponse[]> List(HttpContext http, Register register)
    {
        long? only = Caller.Of(http).Key.SiteId;
        return TypedResults.Ok(register.Sites.Where(site => only is null || site.Id == only).Select(ToResponse).ToArray());
    }

    static Ok<SiteResponse> Find(string site, HttpContext http) => TypedResults.Ok(ToResponse(Caller.SiteOf(http)));

    static async Task<Results<Created<SiteResponse>, ProblemHttpResult>> MakeAsync(
        SiteRequest request, HttpContext http, ItolocContext context, Register register, AuditLog audit,
        TimeProvider clock, CancellationToken cancellation)
    {
        if (request.Name is not { } name || !Name().IsMatch(name))
            return TypedResults.Problem(statusCode: 400, detail: "A site's name is 1 to 64 of a-z, 0-9, '.', '-' and '_'.");
        if (await context.Sites.AnyAsync(site => site.Name == name, cancellation))
            return TypedResults.Problem(statusCode: 409, detail: "There is a site of this name.");
        Site site = new() { Name = name, Created = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        context.Sites.Add(site);
        await context.SaveChangesAsync(cancellation);
        audit.Add(site.Id, Caller.Of(http).Key, "site.create", name);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await register.RefreshAsync(cancellation);
        return TypedResults.Created($"{http.Request.Path}/{name}", ToResponse(site));
    }

    static SiteResponse ToResponse(Site site) =>
        new(site.Name, DateTimeOffset.FromUnixTimeMilliseconds(site.Created), site.ActiveModelId is not null);

    [GeneratedRegex(@"\A[a-z0-9._-]{1,64}\z")]
    private static partial Regex Name();
}
