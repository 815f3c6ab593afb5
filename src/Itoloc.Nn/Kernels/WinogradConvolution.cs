namespace Itoloc.Nn.Kernels;

/// <summary>
/// A convolution and its gradients with fewer multiplications: 36 instead of 144 for 4×4 outputs of a 3×3 window, 64
/// instead of 400 for a 5×5 one.
/// </summary>
/// <remarks>
/// <para>
/// Computes what <see cref="PixelProduct"/> computes, y[p, o] = Σ_(i, j, c) w[i, j, c, o] · x[p + (i, j) − pad, c], to
/// a relative error of about 1e-6 (3×3) or 1e-5 (5×5) of the result's norm; the tests compare both with that sum in
/// double precision.
/// </para>
/// <para>
/// An image is cut into tiles of 4×4 outputs, whose overlapping inputs are transformed (Bᵀ·x·B) so that every one of the
/// 36 or 64 points needs one matrix product [tiles, inputs]·[inputs, outputs] with the transformed weights (G·w·Gᵀ);
/// Aᵀ·m·A brings the products back to pixels. A block of tiles stays in the second cache from the first transform to the
/// last. The input gradient is the same with turned weights, the weight gradient Gᵀ·[(Bᵀ·x·B)ᵀ(A·dy·Aᵀ)]·G needs the
/// same products summed over tiles instead of channels. Lavin and Gray 2016.
/// </para>
/// <para>Tiles hang over the image's edge; the halo must be wide enough for them (<see cref="Halo"/>).</para>
/// </remarks>
sealed class WinogradConvolution
{
    // Tiles transformed, multiplied and transformed back at a time: a multiple of a product's rows.
    const int BlockTiles = 24;

    // Tiles in a sum of the weight gradient: their transforms stay in the nearer caches.
    const int ChunkTiles = 192;

    // Keeps the points of one tile from falling into the same set of the first cache.
    const int Padding = 16;

    readonly WinogradScheme _scheme;
    readonly Shape _shape;
    readonly int _channels;
    readonly int _pad, _points, _tilesDown, _tilesAcross;
    readonly Action<int> _convolveBlock, _transformBlock, _multiplyPoint, _finishGradient, _packRow;
    bool _isTurned;
    float[] _weights = [], _source = [], _turned = [], _left = [], _right = [], _sums = [], _gradient = [];
    Tensor? _from, _to;
    int _firstTile, _endTile;

    WinogradConvolution(WinogradScheme scheme, Shape input, int channels)
    {
        (_scheme, _shape, _channels) = (scheme, input, channels);
        _pad = scheme.Window / 2;
        _points = scheme.Points * scheme.Points;
        _tilesDown = (input.Height + scheme.Outputs - 1) / scheme.Outputs;
        _tilesAcross = (input.Width + scheme.Outputs - 1) / scheme.Outputs;
        (_convolveBlock, _transformBlock, _multiplyPoint) = (ConvolveBlock, TransformBlock, MultiplyPoint);
        (_finishGradient, _packRow) = (FinishGradient, PackRow);
    }

    /// <summary>The scheme for a window, or null where the direct product is the better way.</summary>
    /// <param name="input">Shape of an input sample.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="size">Side of the window.</param>
    public static WinogradConvolution? For(Shape input, int channels, int size)
    {
        WinogradScheme? scheme = size switch { 3 => WinogradScheme.Window3, 5 => WinogradScheme.Window5, _ => null };
        bool fits = input.Channels % StridedProduct.Columns == 0 && channels % StridedProduct.Columns == 0
            && Math.Min(input.Height, input.Width) >= 4;
        return fits && scheme is not null ? new WinogradConvolution(scheme, input, channels) : null;
    }

    /// <summary>Halo that inputs and output gradients need.</summary>
    public int Halo => _pad + Math.Max(
        _tilesDown * _scheme.Outputs - _shape.Height, _tilesAcross * _scheme.Outputs - _shape.Width);

    /// <summary>Transforms the weights of the passes that follow.</summary>
    /// <param name="weights">[window, window, inputs, outputs]; if turned, [window, window, outputs, inputs].</param>
    /// <param name="turned">Whether to turn the window by half a turn and exchange the channels, as an input gradient needs.</param>
    /// <param name="team">The threads.</param>
    public void SetWeights(float[] weights, bool turned, ThreadTeam team)
    {
        _source = weights;
        _isTurned = turned;
        if (turned)
            WinogradBuffers.Ensure(ref _turned, weights.Length);
        WinogradBuffers.Ensure(ref _weights, _points * WeightStride + GatheredProduct.Slack);
        team.Run(_shape.Channels, _packRow);
    }

    /// <summary>Convolves a batch.</summary>
    /// <param name="source">Images with at least <see cref="Halo"/>.</param>
    /// <param name="destination">Overwritten inside its halo.</param>
    /// <param name="team">The threads.</param>
    public void Convolve(Tensor source, Tensor destination, ThreadTeam team)
    {
        (_from, _to) = (source, destination);
        (_firstTile, _endTile) = (0, source.Batch * _tilesDown * _tilesAcross);
        team.Run(Blocks, _convolveBlock);
    }

    /// <summary>Computes the gradient of the weights.</summary>
    /// <param name="source">The images convolved.</param>
    /// <param name="outputGradient">∂L/∂y, with at least <see cref="Halo"/>.</param>
    /// <param name="gradient">[window, window, inputs, outputs], overwritten.</param>
    /// <param name="team">The threads.</param>
    public void WeightGradient(Tensor source, Tensor outputGradient, float[] gradient, ThreadTeam team)
    {
        (_from, _to, _gradient) = (source, outputGradient, gradient);
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        _left = WinogradBuffers.Ensure(ref buffers.Left, _points * LeftStride(ChunkTiles));
        _right = WinogradBuffers.Ensure(ref buffers.Right, _points * RightStride(ChunkTiles) + GatheredProduct.Slack);
        _sums = WinogradBuffers.Ensure(ref buffers.Sums, _points * WeightStride);
        int tiles = source.Batch * _tilesDown * _tilesAcross, chunks = (tiles + ChunkTiles - 1) / ChunkTiles;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            (_firstTile, _endTile) = (tiles * chunk / chunks, tiles * (chunk + 1) / chunks);
            team.Run(Blocks, _transformBlock);
            team.Run(_points, _multiplyPoint);
        }
        team.Run(_shape.Channels, _finishGradient);
    }

    int Blocks => (_endTile - _firstTile + BlockTiles - 1) / BlockTiles;

    int WeightStride => _shape.Channels * _channels + Padding;

    int LeftStride(int tiles) => tiles * _shape.Channels + Padding;

    int RightStride(int tiles) => tiles * _channels + Padding;

    void ConvolveBlock(int block)
    {
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        int leftStride = LeftStride(BlockTiles), rightStride = RightStride(BlockTiles);
        float[] left = WinogradBuffers.Ensure(ref buffers.Left, _points * leftStride);
        float[] right = WinogradBuffers.Ensure(ref buffers.Right, _points * rightStride);
        int first = block * BlockTiles, count = Math.Min(BlockTiles, _endTile - first);
        for (int t = 0; t < count; t++)
            TransformInput(first + t, left, t * _shape.Channels, leftStride, buffers.Scratch);
        // Rows beyond the last tile are left over from an earlier block: multiplied, but never read.
        int rows = (count + 5) / 6 * 6;
        for (int point = 0; point < _points; point++)
            for (int o = 0; o < _channels; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    left.AsSpan(point * leftStride), _shape.Channels, 1,
                    _weights.AsSpan(point * WeightStride + o * _shape.Channels), StridedProduct.Columns,
                    right.AsSpan(point * rightStride + o), _channels, rows, _shape.Channels, accumulate: false);
            }
        for (int t = 0; t < count; t++)
            TransformOutput(first + t, right, t * _channels, rightStride, buffers);
    }

    void TransformInput(int tile, float[] left, int start, int stride, float[] scratch)
    {
        (int n, int y, int x) = Corner(tile);
        Block pixels = new(_from!.Start(n, y - _pad) + (x - _pad) * _shape.Channels, _from.RowStride, _shape.Channels);
        _scheme.Input(_from.Values, pixels, left, new(start, _scheme.Points * stride, stride), _shape.Channels, scratch);
    }

    void TransformOutput(int tile, float[] right, int start, int stride, WinogradBuffers buffers)
    {
        (int n, int y, int x) = Corner(tile);
        Block products = new(start, _scheme.Points * stride, stride);
        Block pixels = new(_to!.Start(n, y) + x * _channels, _to.RowStride, _channels);
        int down = Math.Min(_scheme.Outputs, _shape.Height - y), across = Math.Min(_scheme.Outputs, _shape.Width - x);
        if (down == _scheme.Outputs && across == _scheme.Outputs)
        {
            _scheme.Output(right, products, _to.Values, pixels, _channels, buffers.Scratch);
            return;
        }
        int row = _scheme.Outputs * _channels;
        _scheme.Output(right, products, buffers.Tile, new(0, row, _channels), _channels, buffers.Scratch);
        for (int i = 0; i < down; i++)
        {
            buffers.Tile.AsSpan(i * row, across * _channels)
                .CopyTo(_to.Values.AsSpan(pixels.Start + i * pixels.RowStep));
        }
    }

    void TransformBlock(int block)
    {
        float[] scratch = WinogradBuffers.OfThread.Scratch;
        int leftStride = LeftStride(ChunkTiles), rightStride = RightStride(ChunkTiles);
        int first = block * BlockTiles, end = Math.Min(first + BlockTiles, _endTile - _firstTile);
        for (int t = first; t < end; t++)
        {
            TransformInput(_firstTile + t, _left, t * _shape.Channels, leftStride, scratch);
            (int n, int y, int x) = Corner(_firstTile + t);
            Block pixels = new(_to!.Start(n, y) + x * _channels, _to.RowStride, _channels);
            Block products = new(t * _channels, _scheme.Points * rightStride, rightStride);
            _scheme.OutputGradient(_to.Values, pixels, _right, products, _channels, scratch);
        }
    }

    // sums[c, o] += Σ_tiles left[tile, c] · right[tile, o], for one point.
    void MultiplyPoint(int point)
    {
        for (int o = 0; o < _channels; o += StridedProduct.Columns)
        {
            StridedProduct.Multiply(
                _left.AsSpan(point * LeftStride(ChunkTiles)), 1, _shape.Channels,
                _right.AsSpan(point * RightStride(ChunkTiles) + o), _channels, _sums.AsSpan(point * WeightStride + o), _channels,
                _shape.Channels, _endTile - _firstTile, accumulate: _firstTile > 0);
        }
    }

    void FinishGradient(int inputChannel)
    {
        int plane = _shape.Channels * _channels, start = inputChannel * _channels;
        _scheme.WeightGradient(
            _sums, new(start, _scheme.Points * WeightStride, WeightStride),
            _gradient, new(start, _scheme.Window * plane, plane), _channels, WinogradBuffers.OfThread.Scratch);
    }

    void PackRow(int inputChannel)
    {
        int plane = _shape.Channels * _channels, start = inputChannel * _channels;
        if (_isTurned)
        {
            for (int tap = 0; tap < _scheme.Window * _scheme.Window; tap++)
            {
                ReadOnlySpan<float> opposite = _source.AsSpan((_scheme.Window * _scheme.Window - 1 - tap) * plane + inputChannel);
                Span<float> row = _turned.AsSpan(tap * plane + start, _channels);
                for (int o = 0; o < row.Length; o++)
                    row[o] = opposite[o * _shape.Channels];
            }
        }
        for (int o = 0; o < _channels; o += StridedProduct.Columns)
        {
            _scheme.Weight(
                _isTurned ? _turned : _source, new(start + o, _scheme.Window * plane, plane),
                _weights, new((o * _shape.Channels) + inputChannel * StridedProduct.Columns, _scheme.Points * WeightStride, WeightStride),
                StridedProduct.Columns, WinogradBuffers.OfThread.Scratch);
        }
    }

    // The upper left output of a tile: sample, row and column.
    (int Sample, int Y, int X) Corner(int tile)
    {
        (int row, int x) = Math.DivRem(tile, _tilesAcross);
        (int sample, int y) = Math.DivRem(row, _tilesDown);
        return (sample, y * _scheme.Outputs, x * _scheme.Outputs);
    }
}
