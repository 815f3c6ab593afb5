namespace Itoloc.Nn.Kernels;

/// <summary>A convolution's weights transformed, G·w·Gᵀ, and laid out as the right side of <see cref="StridedProduct"/>.</summary>
sealed class WinogradWeights
{
    const int Padding = 16;

    // Rows of a part of the work: few, so that there is a part for everyone, and half a cache line when they are turned.
    const int PartRows = 8;

    readonly WinogradScheme _scheme;
    readonly int _inputs, _outputs, _stride;
    readonly bool _isTurned;
    readonly AlignedBuffer _values = new();
    readonly Lock _gate = new();
    readonly Action<int> _packPart;
    float[] _source = [];
    int _version;

    /// <summary>Makes room.</summary>
    /// <param name="scheme">The transform.</param>
    /// <param name="inputs">Channels of what is convolved.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="turned">Whether to turn the window by half a turn and exchange the channels, as an input gradient needs.</param>
    public WinogradWeights(WinogradScheme scheme, int inputs, int outputs, bool turned)
    {
        (_scheme, _inputs, _outputs, _isTurned) = (scheme, inputs, outputs, turned);
        (_stride, _packPart) = (inputs * outputs + Padding, PackPart);
    }

    /// <summary>Transforms the weights if they have changed; callers that share the transformed ones wait.</summary>
    /// <param name="weights">Values [window, window, inputs, outputs]; if turned, [window, window, outputs, inputs].</param>
    /// <param name="team">The threads.</param>
    public void Set(Parameter weights, ThreadTeam team)
    {
        if (Volatile.Read(ref _version) == weights.Version)
            return;
        lock (_gate)
        {
            if (_version == weights.Version)
                return;
            _source = weights.Values;
            _values.Ensure(_scheme.Points * _scheme.Points * _stride);
            team.Run((_inputs + PartRows - 1) / PartRows, _packPart);
            Volatile.Write(ref _version, weights.Version);
        }
    }

    /// <summary>Computes right = left · weights, point by point.</summary>
    /// <param name="left">[points][rows, inputs], a stride between points.</param>
    /// <param name="right">[points][rows, outputs], a stride between points.</param>
    /// <param name="ahead">What to fetch meanwhile.</param>
    /// <param name="tiles">Tiles; the rows are as many rounded up.</param>
    public void Multiply(ReadOnlySpan<float> left, Span<float> right, int tiles, Prefetcher ahead)
    {
        int leftStride = WinogradTiling.PointStride(tiles, _inputs), rightStride = WinogradTiling.PointStride(tiles, _outputs);
        // Rows beyond the last tile are left over from an earlier block: multiplied, but never read.
        int rows = WinogradTiling.ProductRows(tiles), points = _scheme.Points * _scheme.Points;
        ReadOnlySpan<float> weights = _values.Ensure(points * _stride);
        StridedProduct.Terms terms = new(_inputs, AStep: 1, BStep: StridedProduct.Columns);
        for (int point = 0; point < points; point++)
        {
            for (int o = 0; o < _outputs; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    left[(point * leftStride)..], _inputs, weights[(point * _stride + o * _inputs)..],
                    right[(point * rightStride + o)..], _outputs, rows, terms, accumulate: false, ahead);
            }
        }
    }

    void PackPart(int part)
    {
        int first = part * PartRows, rows = Math.Min(PartRows, _inputs - first);
        ReadOnlySpan<float> source = _isTurned ? Turn(first, rows) : _source.AsSpan(first * _outputs);
        int stride = (_isTurned ? rows : _inputs) * _outputs;
        Span<float> weights = _values.Ensure(_scheme.Points * _scheme.Points * _stride);
        for (int i = 0; i < rows; i++)
            for (int o = 0; o < _outputs; o += StridedProduct.Columns)
            {
                _scheme.Weight(
                    source[(i * _outputs + o)..], stride,
                    weights[(o * _inputs + (first + i) * StridedProduct.Columns)..], _stride, StridedProduct.Columns);
            }
    }

    // Some rows of the turned weights, [window, window, rows, outputs].
    Span<float> Turn(int first, int rows)
    {
        int taps = _scheme.Window * _scheme.Window;
        Span<float> turned = Workspace.OfThread.Pixels.Ensure(taps * rows * _outputs);
        for (int tap = 0; tap < taps; tap++)
            for (int o = 0; o < _outputs; o++)
            {
                ReadOnlySpan<float> from = _source.AsSpan(((taps - 1 - tap) * _outputs + o) * _inputs + first, rows);
                Span<float> to = turned[(tap * rows * _outputs + o)..];
                for (int i = 0; i < from.Length; i++)
                    to[i * _outputs] = from[i];
            }
        return turned;
    }
}
