using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Audit;

/// <summary>An entry of the audit log.</summary>
sealed record AuditResponse(DateTimeOffset Time, string? Key, string Action, string Detail);

/// <summary>The audit log.</summary>
static class AuditApi
{
    const int Most = 1000;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/audit", ListAsync).WithTags("Keys").Requires(Scope.Manage);

    /// <summary>The newest entries of a site, newest first.</summary>
    static async Task<Ok<AuditResponse[]>> ListAsync(
        string site, HttpContext http, ItolocContext context, CancellationToken cancellation)
    {
        long siteId = Caller.SiteOf(http).Id;
        AuditEntry[] entries = await context.Audit.AsNoTracking().Where(entry => entry.SiteId == siteId)
            .OrderByDescending(entry => entry.Id).Take(Most).ToArrayAsync(cancellation);
        return TypedResults.Ok(entries.Select(entry => new AuditResponse(
            DateTimeOffset.FromUnixTimeMilliseconds(entry.Time), entry.KeyId, entry.Action, entry.Detail)).ToArray());
    }
}
