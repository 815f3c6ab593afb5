namespace Itoloc.Nn.Kernels;

/// <summary>A convolution's weights transformed, G·w·Gᵀ, and laid out as the right side of <see cref="StridedProduct"/>.</summary>
sealed class WinogradWeights
{
    const int Padding = 16;

    readonly WinogradScheme _scheme;
    readonly int _inputs, _outputs, _stride;
    readonly bool _isTurned;
    readonly AlignedBuffer _values = new();
    readonly Lock _gate = new();
    readonly Action<int> _turnTap, _packRow;
    float[] _source = [], _turned = [];
    int _version;

    /// <summary>Makes room.</summary>
    /// <param name="scheme">The transform.</param>
    /// <param name="inputs">Channels of what is convolved.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="turned">Whether to turn the window by half a turn and exchange the channels, as an input gradient needs.</param>
    public WinogradWeights(WinogradScheme scheme, int inputs, int outputs, bool turned)
    {
        (_scheme, _inputs, _outputs, _isTurned) = (scheme, inputs, outputs, turned);
        (_stride, _turnTap, _packRow) = (inputs * outputs + Padding, TurnTap, PackRow);
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
            if (_isTurned && _turned.Length < _source.Length)
                _turned = new float[_source.Length];
            if (_isTurned)
                team.Run(_scheme.Window * _scheme.Window, _turnTap);
            team.Run(_inputs, _packRow);
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

    // Exchanges the channels of one tap, some columns at a time: what they touch stays in the first cache.
    void TurnTap(int tap)
    {
        const int Columns = 16;
        int plane = _inputs * _outputs;
        ReadOnlySpan<float> from = _source.AsSpan((_scheme.Window * _scheme.Window - 1 - tap) * plane, plane);
        Span<float> to = _turned.AsSpan(tap * plane, plane);
        for (int first = 0; first < _outputs; first += Columns)
            for (int i = 0; i < _inputs; i++)
            {
                Span<float> row = to.Slice(i * _outputs + first, Math.Min(Columns, _outputs - first));
                for (int o = 0; o < row.Length; o++)
                    row[o] = from[(first + o) * _inputs + i];
            }
    }

    void PackRow(int input)
    {
        Span<float> weights = _values.Ensure(_scheme.Points * _scheme.Points * _stride);
        for (int o = 0; o < _outputs; o += StridedProduct.Columns)
        {
            _scheme.Weight(
                (_isTurned ? _turned : _source).AsSpan(input * _outputs + o), _inputs * _outputs,
                weights[(o * _inputs + input * StridedProduct.Columns)..], _stride, StridedProduct.Columns);
        }
    }
}
