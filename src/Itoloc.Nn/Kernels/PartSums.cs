namespace Itoloc.Nn.Kernels;

/// <summary>Two sums a channel, made part by part on any threads and added up in the order of the parts.</summary>
sealed class PartSums(int channels)
{
    // Keeps the sums of neighbouring parts, and so of different threads, out of each other's cache lines.
    const int Padding = 16;

    readonly double[] _firsts = new double[channels], _seconds = new double[channels];
    float[] _values = [];
    int _parts;

    int Stride => 2 * channels + Padding;

    /// <summary>Whether sums have begun that nobody has taken yet.</summary>
    public bool HaveBegun { get; private set; }

    /// <summary>Begins with zeros.</summary>
    public void Begin(int parts)
    {
        if (_values.Length < parts * Stride)
            _values = new float[parts * Stride];
        _values.AsSpan(0, parts * Stride).Clear();
        (_parts, HaveBegun) = (parts, true);
    }

    /// <summary>A part's first sums, [channels].</summary>
    public Span<float> First(int part) => _values.AsSpan(part * Stride, channels);

    /// <summary>A part's second sums, [channels].</summary>
    public Span<float> Second(int part) => _values.AsSpan(part * Stride + channels, channels);

    /// <summary>Both sums of every channel over all parts, valid until the next call.</summary>
    public (double[] First, double[] Second) Totals()
    {
        HaveBegun = false;
        Array.Clear(_firsts);
        Array.Clear(_seconds);
        for (int part = 0; part < _parts; part++)
        {
            ReadOnlySpan<float> first = First(part), second = Second(part);
            for (int c = 0; c < first.Length; c++)
            {
                _firsts[c] += first[c];
                _seconds[c] += second[c];
            }
        }
        return (_firsts, _seconds);
    }
}
