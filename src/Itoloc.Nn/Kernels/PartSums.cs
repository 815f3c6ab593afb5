namespace Itoloc.Nn.Kernels;

/// <summary>Two sums a channel, made part by part on any threads and added up in the order of the parts.</summary>
sealed class PartSums(int channels)
{
    // Keeps the sums of neighbouring parts, and so of different threads, out of each other's cache lines.
    const int Padding = 16;

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

    /// <summary>Both sums of one channel over all parts.</summary>
    public (double First, double Second) Total(int channel)
    {
        HaveBegun = false;
        double first = 0, second = 0;
        for (int i = channel; i < _parts * Stride; i += Stride)
        {
            first += _values[i];
            second += _values[i + channels];
        }
        return (first, second);
    }
}
