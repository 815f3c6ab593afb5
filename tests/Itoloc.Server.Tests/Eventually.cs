namespace Itoloc.Server.Tests;

/// <summary>For what is true soon, not at once.</summary>
static class Eventually
{
    public static async Task<T> IsAsync<T>(Func<Task<T>> get, Predicate<T> condition)
    {
        T value = await get();
        for (int i = 0; i < 200 && !condition(value); i++)
        {
            await Task.Delay(50);
            value = await get();
        }
        Assert.True(condition(value), $"Not within ten seconds; last: {value}");
        return value;
    }
}
