using System.Diagnostics;

namespace Itoloc.Server.Tests;

/// <summary>For what is true soon, not at once.</summary>
static class Eventually
{
    /// <summary>Only bounds the wait of a test that fails: a loaded machine may take long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<T> IsAsync<T>(Func<Task<T>> get, Predicate<T> condition)
    {
        T value = await get();
        long start = Stopwatch.GetTimestamp();
        while (!condition(value) && Stopwatch.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(50);
            value = await get();
        }
        Assert.True(condition(value), $"Not within {Patience.TotalSeconds} seconds; last: {value}");
        return value;
    }
}
