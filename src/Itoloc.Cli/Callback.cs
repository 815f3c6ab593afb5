namespace Itoloc.Cli;

/// <summary>Progress told at once, on the reporting thread; <see cref="Progress{T}"/> would tell it later, in any order.</summary>
sealed class Callback<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
