using System.Runtime.ExceptionServices;

namespace Itoloc.Nn;

/// <summary>
/// A fixed number of threads that divide numbered parts of work between them: the engine's one level of parallelism.
/// </summary>
/// <remarks>
/// Which thread takes a part is not fixed, so a part must write only what is its own and sums over parts must be made
/// afterwards in the order of the parts; then results do not depend on the number of threads. Running allocates nothing.
/// One caller at a time. A thread that comes late, because other programs have the processor, is not waited for.
/// </remarks>
public sealed class ThreadTeam : IDisposable
{
    const int SpinsBeforeSleep = 2000;
    const int Closed = int.MinValue / 2;

    readonly Thread[] _threads;
    readonly object _wake = new();
    Action<int>? _body;
    Exception? _failure;
    int _parts;
    int _next;

    // Threads that are taking parts, plus Closed unless there is something to take: below zero nobody may begin.
    int _gate = Closed;
    volatile int _round;
    volatile bool _stopped;

    /// <summary>The caller's own thread alone. It keeps nothing between calls, so any number of callers may share it.</summary>
    public static ThreadTeam Caller { get; } = new(1);

    /// <summary>Starts a team.</summary>
    /// <param name="threads">Threads including the caller's own, at least 1.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "Itoloc.Nn" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads including the caller's own.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>Calls <paramref name="body"/> once for each part 0 … <paramref name="parts"/> − 1 and waits for all.</summary>
    /// <remarks>When a part fails, its exception is thrown here, on whichever thread it happened, once no part is running.</remarks>
    public void Run(int parts, Action<int> body)
    {
        ObjectDisposedException.ThrowIf(_stopped, this);
        if (_threads.Length == 0 || parts < 2)
        {
            for (int part = 0; part < parts; part++)
                body(part);
            return;
        }
        _body = body;
        _parts = parts;
        _failure = null;
        _next = 0;
        Interlocked.Add(ref _gate, -Closed);
        lock (_wake)
        {
            _round++;
            Monitor.PulseAll(_wake);
        }
        TakeParts();
        Interlocked.Add(ref _gate, Closed);
        SpinWait spin = default;
        while (Volatile.Read(ref _gate) != Closed)
            spin.SpinOnce(sleep1Threshold: -1);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_wake)
        {
            _stopped = true;
            Monitor.PulseAll(_wake);
        }
        foreach (Thread thread in _threads)
            thread.Join();
    }

    void Work()
    {
        int seen = 0;
        while (true)
        {
            for (int spins = 0; _round == seen && !_stopped && spins < SpinsBeforeSleep; spins++)
                Thread.SpinWait(20);
            lock (_wake)
            {
                while (_round == seen && !_stopped)
                    Monitor.Wait(_wake);
            }
            if (_stopped)
                return;
            seen = _round;
            if (Interlocked.Increment(ref _gate) > 0)
                TakeParts();
            Interlocked.Decrement(ref _gate);
        }
    }

    void TakeParts()
    {
        try
        {
            for (int part = Interlocked.Increment(ref _next) - 1; part < _parts; part = Interlocked.Increment(ref _next) - 1)
                _body!(part);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }
}
