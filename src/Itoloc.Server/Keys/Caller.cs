using Itoloc.Server.Sites;

namespace Itoloc.Server.Keys;

/// <summary>Who makes a request: the key, and the site it is about where the route or the key names one.</summary>
/// <param name="Key">The valid key.</param>
/// <param name="Site">The site; null on routes that are about none.</param>
sealed record Caller(AccessKey Key, Site? Site)
{
    /// <summary>The caller of a request that went through the gate.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The request did not pass the gate.");

    /// <summary>The site that the request is about.</summary>
    /// <exception cref="InvalidOperationException">The route is about none.</exception>
    public static Site SiteOf(HttpContext context) =>
        Of(context).Site ?? throw new InvalidOperationException("The route is about no site.");

    /// <summary>Whether the key opens a site for a purpose.</summary>
    public static bool MayUse(AccessKey key, Site site, Scope scope) =>
        (key.SiteId is null || key.SiteId == site.Id) && (key.Scopes & scope) == scope;
}
