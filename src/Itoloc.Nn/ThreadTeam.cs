using System.Runtime.ExceptionServices;

namespace Itoloc.Nn;

/// <summary>
/// A fixed number of threads that divide numbered parts of work between them: the engine's one level of parallelism.
/// </summary>
/// <remarks>
/// Which thread takes a part is not fixed, so a part must write only what is its own and sums over parts must be made
/// afterwards in the order of the parts; then results do not depend on the number of threads. Each thread begins with its
/// own share of the parts, so that one sample mostly stays in one processor's cache from layer to layer, and then helps
/// the others. Running allocates nothing. One caller at a time. The caller waits for parts, never for threads: on a busy
/// machine, where a thread of the team may not get a processor for a while, it does all the parts by itself.
/// </remarks>
public sealed class ThreadTeam : IDisposable
{
    const int SpinsBeforeSleep = 300;

    // Keeps the tickets of different threads out of each other's cache lines.
    const int TicketStride = 16;

    readonly Thread[] _threads;
    readonly object _wake = new();
    Action<int>? _body;
    Exception? _failure;
    int _parts;
    int _unfinished;
    int _sleepers;
    int _round;

    // A thread's share: the round in the upper half, the parts not yet taken in the lower, so that one exchange takes a
    // part of the right round.
    readonly long[] _tickets;
    volatile bool _stopped;

    /// <summary>The caller's own thread alone. It keeps nothing between calls, so any number of callers may share it.</summary>
    public static ThreadTeam Caller { get; } = new(1);

    /// <summary>Starts a team.</summary>
    /// <param name="threads">Threads including the caller's own, at least 1.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads - 1];
        _tickets = new long[threads * TicketStride];
        for (int i = 0; i < _threads.Length; i++)
        {
            int own = i + 1;
            _threads[i] = new Thread(() => Work(own)) { IsBackground = true, Name = "Itoloc.Nn" };
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
        _failure = null;
        _parts = parts;
        Volatile.Write(ref _unfinished, parts);
        for (int share = 0; share < Threads; share++)
            Volatile.Write(ref Ticket(share), (long)(_round + 1) << 32 | (uint)(Start(share + 1) - Start(share)));
        Interlocked.Increment(ref _round);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_wake)
                Monitor.PulseAll(_wake);
        }
        TakeParts(own: 0);
        SpinWait spin = default;
        while (Volatile.Read(ref _unfinished) > 0)
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

    ref long Ticket(int share) => ref _tickets[share * TicketStride];

    int Start(int share) => (int)((long)_parts * share / Threads);

    void Work(int own)
    {
        int seen = 0;
        while (!_stopped)
        {
            for (int spins = 0; Volatile.Read(ref _round) == seen && !_stopped && spins < SpinsBeforeSleep; spins++)
                Thread.SpinWait(20);
            if (Volatile.Read(ref _round) == seen)
                Sleep(seen);
            // Read before the parts: those of a round that begins meanwhile are looked for again.
            seen = Volatile.Read(ref _round);
            TakeParts(own);
        }
    }

    void Sleep(int seen)
    {
        lock (_wake)
        {
            // Counted before looking again: a caller that hands out parts after the look sees the sleeper and wakes it.
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _round) == seen && !_stopped)
                Monitor.Wait(_wake);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    void TakeParts(int own)
    {
        for (int i = 0; i < Threads; i++)
            TakeShare((own + i) % Threads);
    }

    void TakeShare(int share)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref Ticket(share));
            if ((uint)ticket == 0)
                return;
            if (Interlocked.CompareExchange(ref Ticket(share), ticket - 1, ticket) != ticket)
                continue;
            // The part just taken keeps its round, and so the body, from ending.
            try
            {
                _body!(Start(share) + (int)(uint)ticket - 1);
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
            Interlocked.Decrement(ref _unfinished);
        }
    }
}
