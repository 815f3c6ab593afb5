using System.Collections.Frozen;
using System.Diagnostics;
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
    /// <summary>
    /// Between two readings for strangers lies so many times what the last one took: however many come, the database
    /// spends a fifth of one connection on them.
    /// </summary>
    const int RestFactor = 4;

    readonly SemaphoreSlim _gate = new(1);
    readonly Lock _soonLock = new();
    Task? _soon;
    Task _rest = Task.CompletedTask;
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

    /// <summary>
    /// Reads everything again for what is not known here, as another process may have made it just now. All who ask before it
    /// begins share one reading.
    /// </summary>
    public Task RefreshSoonAsync()
    {
        lock (_soonLock)
            return _soon ??= RestAndRefreshAsync();
    }

    async Task RestAndRefreshAsync()
    {
        await Task.Yield();
        await _rest;
        TaskCompletionSource rested = new();
        // Whoever asks from here on may mean something newer than what is read now.
        lock (_soonLock)
            (_soon, _rest) = (null, rested.Task);
        long start = Stopwatch.GetTimestamp();
        try
        {
            await RefreshAsync(CancellationToken.None);
        }
        finally
        {
            _ = Task.Delay(RestFactor * Stopwatch.GetElapsedTime(start)).ContinueWith(_ => rested.SetResult(), TaskScheduler.Default);
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
