using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Find;

/// <summary>
/// Whose scan it is: the family must be the site that the key opens, and the key may be in the family.
/// </summary>
sealed class FindCaller(Register register, WrongKeyLimit wrongKeys)
{
    const char Separator = '~';

    /// <summary>Finds the site of a family.</summary>
    /// <param name="http">The request; afterwards it has a <see cref="Caller"/>.</param>
    /// <param name="family">As sent: <c>site</c> or <c>site~key</c>.</param>
    /// <param name="scope">What the key must allow.</param>
    /// <returns>The site, or the refusal.</returns>
    public async ValueTask<(Site? Site, RefusalReason Refusal)> IdentifyAsync(HttpContext http, string family, Scope scope)
    {
        int at = family.IndexOf(Separator, StringComparison.Ordinal);
        string name = at < 0 ? family : family[..at];
        Caller? caller = http.Features.Get<Caller>();
        if (caller is null && at >= 0)
            caller = await KeyGate.IdentifyAsync(register, family[(at + 1)..], scope);
        if (caller is null)
        {
            return (null, wrongKeys.TryCount(http) ? RefusalReason.NoKey : RefusalReason.TooManyWrongKeys);
        }
        if (register.SiteOf(name) is not { } site || !Caller.MayUse(caller.Key, site, scope))
            return (null, RefusalReason.NotAllowed);
        http.Features.Set(caller with { Site = site });
        return (site, default);
    }
}
