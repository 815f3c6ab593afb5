using Itoloc.Server.Audit;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Keys;

/// <summary>Makes and revokes keys.</summary>
sealed class KeyRing(ItolocContext context, Register register, AuditLog audit, TimeProvider clock)
{
    /// <summary>Everything a key of a site may do.</summary>
    public const Scope AllOfASite = Scope.Ingest | Scope.Locate | Scope.Read | Scope.Manage;

    /// <summary>What a key may do that travels in paths, where logs and proxies see it.</summary>
    public const Scope AllowedInPath = Scope.Ingest | Scope.Locate | Scope.Read;

    /// <summary>Makes a key.</summary>
    /// <returns>The key's text, which exists nowhere else, and its record.</returns>
    public async Task<(string Text, AccessKey Key)> MakeAsync(
        long? siteId, Scope scopes, bool inPath, string name, AccessKey? by, CancellationToken cancellation)
    {
        string text = KeyText.Make();
        AccessKey key = new()
        {
            PublicId = KeyText.PublicId(text),
            Hash = KeyText.Hash(text),
            SiteId = siteId,
            Scopes = scopes,
            InPath = inPath,
            Name = name,
            Created = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        context.Keys.Add(key);
        audit.Add(siteId, by, "key.create", $"{key.PublicId} {scopes}{(inPath ? " in path" : "")}: {name}");
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
        return (text, key);
    }

    /// <summary>Ends a key at once.</summary>
    /// <param name="siteId">Only a key of this site; null = any.</param>
    /// <param name="publicId">Which.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when there is no such key.</returns>
    public async Task<bool> RevokeAsync(long? siteId, string publicId, AccessKey by, CancellationToken cancellation)
    {
        AccessKey? key = await context.Keys.SingleOrDefaultAsync(
            key => key.PublicId == publicId && (siteId == null || key.SiteId == siteId), cancellation);
        if (key is null)
            return false;
        key.Revoked ??= clock.GetUtcNow().ToUnixTimeMilliseconds();
        audit.Add(key.SiteId, by, "key.revoke", publicId);
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
        return true;
    }
}
