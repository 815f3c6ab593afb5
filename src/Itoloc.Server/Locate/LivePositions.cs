using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Itoloc.Server.Sites;

namespace Itoloc.Server.Locate;

/// <summary>
/// The last answer to every device of every site, and those who watch for the next. Only in memory: the history is in
/// the database.
/// </summary>
sealed class LivePositions
{
    /// <summary>Answers kept for a watcher that does not keep up; then the oldest are left out.</summary>
    const int MostWaiting = 256;

    /// <summary>Devices remembered a site; a site of more forgets those it has not heard of for longest.</summary>
    const int MostDevices = 100_000;

    readonly ConcurrentDictionary<long, SiteState> _sites = [];

    /// <summary>Takes an answer in. One older than what is known of its device changes nothing.</summary>
    public void Publish(Site site, Answer answer)
    {
        if (answer.Scan.Device is not { } device)
            return;
        SiteState state = StateOf(site);
        lock (state)
        {
            if (state.Last.TryGetValue(device, out Answer? last) && last.Scan.Time > answer.Scan.Time)
                return;
            if (last is null && state.Last.Count >= MostDevices)
                state.Last.Remove(state.Last.MinBy(pair => pair.Value.Scan.Time).Key);
            state.Last[device] = answer;
            foreach (Watcher watcher in state.Watchers)
            {
                if (watcher.Device is null || watcher.Device == device)
                    watcher.Channel.Writer.TryWrite(answer);
            }
        }
    }

    /// <summary>The last answer to a device; null when there is none since the service started.</summary>
    public Answer? Last(Site site, string device)
    {
        SiteState state = StateOf(site);
        lock (state)
            return state.Last.GetValueOrDefault(device);
    }

    /// <summary>The last answer to every device, the device heard of last first.</summary>
    public IReadOnlyList<Answer> All(Site site)
    {
        SiteState state = StateOf(site);
        lock (state)
            return [.. state.Last.Values.OrderByDescending(answer => answer.Scan.Time)];
    }

    /// <summary>Forgets a device.</summary>
    public void Forget(Site site, string device)
    {
        SiteState state = StateOf(site);
        lock (state)
            state.Last.Remove(device);
    }

    /// <summary>The last known answers at once, then every new one, until the watcher leaves.</summary>
    /// <param name="site">The site.</param>
    /// <param name="device">Only this device; null = all.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<Answer> WatchAsync(
        Site site, string? device, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SiteState state = StateOf(site);
        Watcher watcher = new(device, Channel.CreateBounded<Answer>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }));
        lock (state)
        {
            foreach (Answer answer in state.Last.Values.Where(answer => device is null || answer.Scan.Device == device))
                watcher.Channel.Writer.TryWrite(answer);
            state.Watchers.Add(watcher);
        }
        try
        {
            await foreach (Answer answer in watcher.Channel.Reader.ReadAllAsync(cancellation))
                yield return answer;
        }
        finally
        {
            lock (state)
                state.Watchers.Remove(watcher);
        }
    }

    SiteState StateOf(Site site) => _sites.GetOrAdd(site.Id, _ => new SiteState());

    sealed class SiteState
    {
        public Dictionary<string, Answer> Last { get; } = new(StringComparer.Ordinal);

        public List<Watcher> Watchers { get; } = [];
    }

    sealed record Watcher(string? Device, Channel<Answer> Channel);
}
