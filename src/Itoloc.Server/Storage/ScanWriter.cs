using System.Data.Common;
using System.Threading.Channels;

namespace Itoloc.Server.Storage;

/// <summary>
/// Writes scans. All requests that arrive while the disk is busy share the next commit, so that waiting for the disk
/// costs a scan little; a request is answered when the commit that holds its scans is on the disk.
/// </summary>
sealed class ScanWriter(Database database, ILogger<ScanWriter> log) : BackgroundService
{
    /// <summary>Scans in one commit; more would only make everybody wait longer.</summary>
    const int MostInACommit = 5000;

    /// <summary>Requests that may wait; a further one waits before it is even queued.</summary>
    const int MostWaiting = 4096;

    readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    DbConnection? _connection;
    long _dropped;

    /// <summary>Scans of <see cref="TryWriteLater"/> for which there was no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Writes scans and waits until they are on the disk.</summary>
    /// <returns>For each scan whether it is new; one that was there already is left as it was.</returns>
    /// <exception cref="DbException">They could not be written, or not all: none is acknowledged.</exception>
    public async Task<bool[]> WriteAsync(IReadOnlyList<ScanRow> scans, CancellationToken cancellation)
    {
        List<bool> stored = new(scans.Count);
        // A survey of many commits lets others in between. If it fails halfway it is sent again, and what is there stays.
        foreach (ScanRow[] some in scans.Chunk(MostInACommit))
        {
            Waiting waiting = new(some);
            await _queue.Writer.WriteAsync(waiting, cancellation);
            stored.AddRange(await waiting.Stored.Task);
        }
        return [.. stored];
    }

    /// <summary>Writes a scan that nobody waits for; dropped when the disk cannot keep up.</summary>
    public void TryWriteLater(ScanRow scan)
    {
        if (!_queue.Writer.TryWrite(new Waiting([scan])))
            Interlocked.Increment(ref _dropped);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
            await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Waiting> group = [];
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            int count = 0;
            while (count < MostInACommit && _queue.Reader.TryRead(out Waiting? waiting))
            {
                group.Add(waiting);
                count += waiting.Scans.Count;
            }
            if (await TryWriteAsync(group) is { } failure)
            {
                // What one request brought may be to blame: the others must not suffer for it.
                foreach (Waiting waiting in group)
                {
                    if (group.Count > 1)
                        failure = await TryWriteAsync([waiting]);
                    if (failure is not null)
                        waiting.Stored.TrySetException(failure);
                }
            }
            group.Clear();
        }
        await CloseAsync();
    }

    async Task<Exception?> TryWriteAsync(List<Waiting> group)
    {
        try
        {
            _connection ??= await database.OpenAsync(CancellationToken.None);
            Acknowledge(group, await ScanStatements.InsertAsync(_connection, [.. group.SelectMany(waiting => waiting.Scans)]));
            return null;
        }
        // Whatever it is: those who wait must hear of it, and the next must be written.
        catch (Exception failure)
        {
            log.LogError("{Count} requests' scans could not be written: {Reason}", group.Count, failure.Message);
            await CloseAsync();
            return failure;
        }
    }

    async Task CloseAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }

    static void Acknowledge(List<Waiting> group, bool[] stored)
    {
        int first = 0;
        foreach (Waiting waiting in group)
        {
            waiting.Stored.TrySetResult(stored[first..(first + waiting.Scans.Count)]);
            first += waiting.Scans.Count;
        }
    }

    sealed class Waiting
    {
        public Waiting(IReadOnlyList<ScanRow> scans)
        {
            Scans = scans;
            // Nobody may wait for a scan that is written later.
            _ = Stored.Task.ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
        }

        public IReadOnlyList<ScanRow> Scans { get; }

        public TaskCompletionSource<bool[]> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
