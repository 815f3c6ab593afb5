using System.Globalization;

namespace Itoloc.Cli;

/// <summary>Estimates how long work will still take, supposing that it goes on as fast as it went.</summary>
sealed class TimeLeft(TimeProvider clock)
{
    readonly long _started = clock.GetTimestamp();
    double? _first;

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>Such as <c>, 1:05 left</c>; empty until something was done.</summary>
    /// <param name="fraction">Work done, 0 to 1. What was done at the first call took none of the time.</param>
    public string At(double fraction)
    {
        var done = fraction - (_first ??= fraction);
        return done > 0 ? $", {Words(Elapsed * ((1 - fraction) / done))} left" : "";
    }

    /// <summary>Minutes and seconds, such as <c>1:05</c>, or hours first, such as <c>2:00:30</c>.</summary>
    public static string Words(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
