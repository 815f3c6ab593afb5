using Itoloc.Server.Keys;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Audit;

/// <summary>Notes what is done in the same transaction that does it.</summary>
sealed class AuditLog(ItolocContext context, TimeProvider clock)
{
    /// <summary>Adds an entry; it is written with the context's next save.</summary>
    public void Add(long? siteId, AccessKey? by, string action, string detail) => context.Audit.Add(new AuditEntry
    {
        Time = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        SiteId = siteId,
        KeyId = by?.PublicId,
        Action = action,
        Detail = detail,
    });
}
