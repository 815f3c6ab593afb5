namespace Itoloc.Tests.Cli;

/// <summary>A clock that goes on by one step each time it is read, and whose timers run at once.</summary>
sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    long _reads;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref _reads) * step.Ticks;

    // Before it is handed out, so that no busy thread pool can run it too late.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        callback(state);
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
