namespace Itoloc.Datasets;

/// <summary>Times counted from 1970 (UTC).</summary>
static class EpochTime
{
    /// <summary>The time, or null when there is no such date.</summary>
    public static DateTimeOffset? FromSeconds(double seconds) => FromMilliseconds(seconds * 1000);

    /// <summary>The time, or null when there is no such date.</summary>
    public static DateTimeOffset? FromMilliseconds(double milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() &&
        milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
}
