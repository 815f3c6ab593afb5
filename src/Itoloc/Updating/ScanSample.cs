using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>A sample of a stream of scans, each as likely as any other to be in it, in bounded memory.</summary>
/// <remarks>Reservoir sampling (Vitter 1985, algorithm R).</remarks>
/// <param name="seed">Seed of the choice.</param>
/// <param name="capacity">The most scans kept, at least 1.</param>
public sealed class ScanSample(int seed, int capacity = ScanSample.DefaultCapacity)
{
    /// <summary>As many scans as an update takes in about the time of training a floor.</summary>
    public const int DefaultCapacity = 20_000;

    readonly List<Scan> _scans = [];
    readonly Random _random = new(seed);

    /// <summary>The sample so far.</summary>
    public IReadOnlyList<Scan> Scans => _scans;

    /// <summary>Scans seen so far.</summary>
    public long Seen { get; private set; }

    /// <summary>Takes one more scan of the stream.</summary>
    public void Add(Scan scan)
    {
        Seen++;
        if (_scans.Count < capacity)
        {
            _scans.Add(scan);
            return;
        }
        long place = _random.NextInt64(Seen);
        if (place < capacity)
            _scans[(int)place] = scan;
    }
}
