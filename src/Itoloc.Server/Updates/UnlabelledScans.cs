using System.Runtime.CompilerServices;
using Itoloc.Fingerprints;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Updating;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Updates;

/// <summary>The scans that phones sent to be located: what a site sounds like now.</summary>
sealed class UnlabelledScans(ItolocContext context)
{
    /// <summary>Older scans tell of another time.</summary>
    static readonly TimeSpan Oldest = TimeSpan.FromDays(31);

    /// <summary>
    /// A sample of what was received since a moment, each scan as likely in it as any other. A phone that reports the same readings again, as phones do between two scans, counts once.
    /// </summary>
    /// <param name="siteId">Whose.</param>
    /// <param name="since">Milliseconds since 1970; not earlier than a month before <paramref name="until"/>.</param>
    /// <param name="until">Milliseconds since 1970.</param>
    /// <param name="sample">Takes the scans.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task SampleAsync(long siteId, long since, long until, ScanSample sample, CancellationToken cancellation)
    {
        long from = Math.Max(since, until - (long)Oldest.TotalMilliseconds);
        Dictionary<string, byte[]> lastOf = new(StringComparer.Ordinal);
        IAsyncEnumerable<QueryScan> rows = context.QueryScans.AsNoTracking()
            .Where(scan => scan.SiteId == siteId && scan.Received > from && scan.Received <= until)
            .OrderBy(scan => scan.Received).ThenBy(scan => scan.Id).AsAsyncEnumerable();
        await foreach (QueryScan row in rows.WithCancellation(cancellation))
        {
            string device = row.Device ?? "";
            if (lastOf.TryGetValue(device, out byte[]? last) && last.AsSpan().SequenceEqual(row.Readings))
                continue;
            lastOf[device] = row.Readings;
            sample.Add(ScanOf(row));
        }
    }

    /// <summary>The latest scans received since a moment, the newest first.</summary>
    public async IAsyncEnumerable<QueryScan> LatestAsync(
        long siteId, long since, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IAsyncEnumerable<QueryScan> rows = context.QueryScans.AsNoTracking()
            .Where(scan => scan.SiteId == siteId && scan.Received > since)
            .OrderByDescending(scan => scan.Received).ThenByDescending(scan => scan.Id).Take(most).AsAsyncEnumerable();
        await foreach (QueryScan row in rows.WithCancellation(cancellation))
            yield return row;
    }

    /// <summary>Whether at least so many were received since a moment.</summary>
    public async Task<bool> HasAsync(long siteId, long since, int count, CancellationToken cancellation) =>
        await context.QueryScans.Where(scan => scan.SiteId == siteId && scan.Received > since).Take(count).CountAsync(cancellation) == count;

    /// <summary>What was heard, without what was answered.</summary>
    public static Scan ScanOf(QueryScan row) => new()
    {
        Device = row.Device,
        Time = DateTimeOffset.FromUnixTimeMilliseconds(row.Time),
        Readings = ReadingsCodec.Decode(row.Readings),
    };
}
