using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Keys;

/// <summary>
/// The administrator's key of a new data folder, or one more when asked for: made once, shown once, on standard output.
/// A demo has none: its page has a key of its own.
/// </summary>
sealed class FirstKey(ServeOptions options, IServiceScopeFactory scopes, IDbContextFactory<ItolocContext> contexts)
{
    public async Task MakeIfNoneAsync(CancellationToken cancellation)
    {
        await using (ItolocContext context = await contexts.CreateDbContextAsync(cancellation))
        {
            if (options.Demo || !options.NewAdminKey && await context.Keys.AnyAsync(cancellation))
                return;
        }
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        (string text, _) = await scope.ServiceProvider.GetRequiredService<KeyRing>().MakeAsync(
            siteId: null, KeyRing.AllOfASite | Scope.Admin, inPath: false, "administrator", by: null, cancellation);
        await Console.Out.WriteLineAsync($"Administrator's key, shown only now: {text}");
    }
}
