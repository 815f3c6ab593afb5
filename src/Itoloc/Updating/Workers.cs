namespace Itoloc.Updating;

/// <summary>Work on many things at once, none of which needs another; the result is the same for any number of threads.</summary>
/// <param name="Threads">Threads used, at least 1.</param>
/// <param name="Cancellation">Stops the work between two things.</param>
readonly record struct Workers(int Threads, CancellationToken Cancellation)
{
    /// <summary>The results of 0, 1, … <paramref name="count"/> − 1, in that order.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public T[] Each<T>(int count, Func<int, T> work)
    {
        T[] results = new T[count];
        Parallel.For(0, count, new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation }, i => results[i] = work(i));
        return results;
    }
}
