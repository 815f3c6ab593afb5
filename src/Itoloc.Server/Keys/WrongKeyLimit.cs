using System.Net;
using System.Threading.RateLimiting;

namespace Itoloc.Server.Keys;

/// <summary>
/// Tells whoever tries keys to wait: so many wrong ones a minute from one address. Right ones always pass, for a whole
/// building may share an address with one phone that is set up wrongly.
/// </summary>
sealed class WrongKeyLimit(ServeOptions options) : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = options.WrongKeysPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>Counts a wrong key.</summary>
    /// <returns>False when there were too many.</returns>
    public bool TryCount(HttpContext context)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
