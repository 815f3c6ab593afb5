using Itoloc.Server.Sites;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Keys;

/// <summary>
/// The one door: every request passes here before its route runs. It asks for the key that the route's
/// <see cref="Access"/> names, and lets nothing through to a route that names none.
/// </summary>
sealed class KeyGate(RequestDelegate next, Register register, WrongKeyLimit wrongKeys)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            // Nothing is there (404), or nothing for this method or content (405, 415): strangers may know.
            await next(context);
            return;
        }
        Access access = endpoint.Metadata.GetMetadata<Access>() ?? new Access(Scope.Admin);
        if (access.Scope is null || await AdmitAsync(context, access, access.Scope.Value))
            await next(context);
    }

    async Task<bool> AdmitAsync(HttpContext context, Access access, Scope scope)
    {
        PresentedKey presented = PresentedKey.Of(context, access.Style);
        // A client of FIND may bring its key inside the body; its routes look for it there, and ask us again.
        if (presented.Text is null && access.Style == RefusalStyle.Find && HttpMethods.IsPost(context.Request.Method))
            return true;
        if (await FindKeyAsync(register, presented) is not { } key)
        {
            return await Refusal.WriteAsync(
                context, access.Style,
                wrongKeys.TryCount(context) ? RefusalReason.NoKey : RefusalReason.TooManyWrongKeys);
        }
        (Site? site, bool isOpen) = await FindSiteAsync(context, key);
        bool mayUse = isOpen && (key.Scopes & scope) == scope;
        if (!mayUse)
            return await Refusal.WriteAsync(context, access.Style, RefusalReason.NotAllowed);
        if (site is null && context.Request.RouteValues.ContainsKey("site"))
            return await Refusal.WriteAsync(context, access.Style, RefusalReason.NoSuchSite);
        context.Features.Set(new Caller(key, site));
        return true;
    }

    /// <summary>
    /// The caller that a key found in a body makes; null when the key is wrong, not for paths, or not for this.
    /// </summary>
    public static async ValueTask<Caller?> IdentifyAsync(Register register, string? text, Scope scope) =>
        await FindKeyAsync(register, new PresentedKey(text, IsInPath: true)) is { SiteId: long siteId } key
            && register.SiteOf(siteId) is { } site && Caller.MayUse(key, site, scope)
            ? new Caller(key, site)
            : null;

    // A key unknown here may have been made by another process a moment ago: the database is asked before it is called wrong.
    static async ValueTask<AccessKey?> FindKeyAsync(Register register, PresentedKey presented)
    {
        if (!KeyText.TryNormalise(presented.Text, out string text))
            return null;
        if (FindKey(register, presented, text) is { } known)
            return known;
        await register.RefreshSoonAsync();
        return FindKey(register, presented, text);
    }

    static AccessKey? FindKey(Register register, PresentedKey presented, string text)
    {
        AccessKey? key = register.KeyOf(KeyText.PublicId(text));
        // An unknown key is compared too, so that the time taken does not tell which public parts exist.
        bool matches = KeyText.Matches(key?.Hash ?? new byte[32], text);
        return key is { Revoked: null } && matches && (key.InPath || !presented.IsInPath) ? key : null;
    }

    // The route's site must be the key's; the key of one site cannot tell a closed site from one that does not exist.
    async ValueTask<(Site? Site, bool IsOpen)> FindSiteAsync(HttpContext context, AccessKey key)
    {
        if (context.Request.RouteValues.TryGetValue("site", out object? named))
        {
            string name = ((string)named!).ToLowerInvariant();
            if (register.SiteOf(name) is null)
                await register.RefreshSoonAsync();
            Site? site = register.SiteOf(name);
            return (site, key.SiteId is null || key.SiteId == site?.Id);
        }
        return (key.SiteId is long own ? register.SiteOf(own) : null, true);
    }
}
