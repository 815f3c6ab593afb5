namespace Itoloc.Tests.Cli;

/// <summary>A clock that goes on by one step each time it is read, and whose timers run at once.</summary>
sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    long _reads;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref _reads) * step.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
}
