using System.Net;
using System.Threading.RateLimiting;

namespace Itoloc.Server.Keys;

/// <summary>Slows down whoever tries keys: so many wrong ones a minute from one address, then none is looked at.</summary>
sealed class WrongKeyLimit(ServeOptions options) : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = options.WrongKeysPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public bool IsExceeded(HttpContext context)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(context, permitCount: 0);
        return !lease.IsAcquired;
    }

    public void Count(HttpContext context) => _limiter.AttemptAcquire(context).Dispose();

    public void Dispose() => _limiter.Dispose();
}
