using System.Collections.Frozen;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Storage;

/// <summary>
/// Sites, keys and opted-out access points in memory, as one immutable snapshot: no request waits for the database to
/// learn who asks. Read again at once after a change here, and every few seconds for changes made by another process.
/// </summary>
sealed class Register(IDbContextFactory<ItolocContext> contexts) : IDisposable
{
    readonly SemaphoreSlim _gate = new(1);
    volatile Snapshot _snapshot = Snapshot.Empty;

    public Site? SiteOf(string name) => _snapshot.SitesByName.GetValueOrDefault(name);

    public Site? SiteOf(long id) => _snapshot.SitesById.GetValueOrDefault(id);

    public IEnumerable<Site> Sites => _snapshot.SitesByName.Values.OrderBy(site => site.Name, StringComparer.Ordinal);

    public AccessKey? KeyOf(string publicId) => _snapshot.Keys.GetValueOrDefault(publicId);

    public bool HasOptedOut(long siteId, string accessPoint) => _snapshot.OptedOut.Contains((siteId, accessPoint));

    /// <summary>
    /// Reads everything again; when it returns, later requests see what was committed before the call.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await using ItolocContext context = await contexts.CreateDbContextAsync(cancellation);
            Site[] sites = await context.Sites.AsNoTracking().ToArrayAsync(cancellation);
            AccessKey[] keys = await context.Keys.AsNoTracking().ToArrayAsync(cancellation);
            OptedOutAccessPoint[] optedOut = await context.OptedOutAccessPoints.AsNoTracking().ToArrayAsync(cancellation);
            _snapshot = new Snapshot(
                sites.ToFrozenDictionary(site => site.Name, StringComparer.Ordinal),
                sites.ToFrozenDictionary(site => site.Id),
                keys.ToFrozenDictionary(key => key.PublicId, StringComparer.Ordinal),
                optedOut.Select(ap => (ap.SiteId, ap.AccessPoint)).ToFrozenSet());
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    sealed record Snapshot(
        FrozenDictionary<string, Site> SitesByName,
        FrozenDictionary<long, Site> SitesById,
        FrozenDictionary<string, AccessKey> Keys,
        FrozenSet<(long, string)> OptedOut)
    {
        public static Snapshot Empty { get; } = new(
            FrozenDictionary<string, Site>.Empty, FrozenDictionary<long, Site>.Empty,
            FrozenDictionary<string, AccessKey>.Empty, FrozenSet<(long, string)>.Empty);
    }
}
