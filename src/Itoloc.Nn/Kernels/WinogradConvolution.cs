namespace Itoloc.Nn.Kernels;

/// <summary>
/// A convolution and its gradients with fewer multiplications: 36 instead of 144 for 4×4 outputs of a 3×3 window, 64
/// instead of 400 for a 5×5 one.
/// </summary>
/// <remarks>
/// <para>
/// Computes what <see cref="PixelProduct"/> computes, y[p, o] = Σ_(i, j, c) w[i, j, c, o] · x[p + (i, j) − pad, c], to
/// an error of about 2e-6 (3×3) or 3e-6 (5×5) of the result's norm; the tests compare it with that sum in double
/// precision.
/// </para>
/// <para>
/// An image is cut into tiles of 4×4 outputs, whose overlapping inputs are transformed (Bᵀ·x·B) so that every one of the
/// 36 or 64 points needs one matrix product [tiles, inputs]·[inputs, outputs] with the transformed weights (G·w·Gᵀ);
/// Aᵀ·m·A brings the products back to pixels. A block of tiles stays in the second cache from the first transform to the
/// last. The input gradient is the same with turned weights, the weight gradient Gᵀ·[(Bᵀ·x·B)ᵀ(A·dy·Aᵀ)]·G needs the
/// same products summed over tiles instead of channels. Lavin and Gray 2016.
/// </para>
/// <para>
/// A tile that hangs over the image's edge by more than the padding passes through a small buffer filled up with zeros,
/// so that no wider halo has to be kept, and read, in memory.
/// </para>
/// </remarks>
sealed class WinogradConvolution
{
    // Tiles transformed, multiplied and transformed back at a time: a multiple of a product's rows.
    const int BlockTiles = 24;

    // Blocks in a sum of the weight gradient: their transforms stay in the nearer caches.
    const int ChunkBlocks = 8;

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
        WinogradBuffers.Ensure(ref _weights, _points * WeightStride);
        team.Run(_shape.Channels, _packRow);
    }

    /// <summary>Convolves a batch.</summary>
    /// <param name="source">Images with a halo of half the window or more.</param>
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
    /// <param name="outputGradient">∂L/∂y, with a halo of half the window or more.</param>
    /// <param name="gradient">[window, window, inputs, outputs], overwritten.</param>
    /// <param name="team">The threads.</param>
    public void WeightGradient(Tensor source, Tensor outputGradient, float[] gradient, ThreadTeam team)
    {
        (_from, _to, _gradient) = (source, outputGradient, gradient);
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        _left = WinogradBuffers.Ensure(ref buffers.Left, ChunkBlocks * _points * LeftStride);
        _right = WinogradBuffers.Ensure(ref buffers.Right, ChunkBlocks * _points * RightStride);
        _sums = WinogradBuffers.Ensure(ref buffers.Sums, _points * WeightStride);
        int tiles = source.Batch * _tilesDown * _tilesAcross;
        for (_firstTile = 0; _firstTile < tiles; _firstTile = _endTile)
        {
            _endTile = Math.Min(tiles, _firstTile + ChunkBlocks * BlockTiles);
            team.Run(Blocks, _transformBlock);
            team.Run(_points, _multiplyPoint);
        }
        team.Run(_shape.Channels, _finishGradient);
    }

    int Blocks => (_endTile - _firstTile + BlockTiles - 1) / BlockTiles;

    int WeightStride => _shape.Channels * _channels + Padding;

    int LeftStride => BlockTiles * _shape.Channels + Padding;

    int RightStride => BlockTiles * _channels + Padding;

    void ConvolveBlock(int block)
    {
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        float[] left = WinogradBuffers.Ensure(ref buffers.Left, _points * LeftStride);
        float[] right = WinogradBuffers.Ensure(ref buffers.Right, _points * RightStride);
        int first = block * BlockTiles, count = Math.Min(BlockTiles, _endTile - first);
        for (int t = 0; t < count; t++)
            TransformInput(first + t, left, t * _shape.Channels, buffers);
        // Rows beyond the last tile are left over from an earlier block: multiplied, but never read.
        int rows = (count + 5) / 6 * 6;
        for (int point = 0; point < _points; point++)
            for (int o = 0; o < _channels; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    left.AsSpan(point * LeftStride), _shape.Channels, _weights.AsSpan(point * WeightStride + o * _shape.Channels),
                    right.AsSpan(point * RightStride + o), _channels, rows,
                    new(_shape.Channels, AStep: 1, BStep: StridedProduct.Columns), accumulate: false);
            }
        for (int t = 0; t < count; t++)
            TransformOutput(first + t, right, t * _channels, buffers);
    }

    void TransformInput(int tile, float[] left, int start, WinogradBuffers buffers)
    {
        (int n, int y, int x) = Corner(tile);
        (float[] values, Block pixels) = Pixels(_from!, n, y - _pad, x - _pad, _scheme.Points, _pad, buffers);
        Block products = new(start, _scheme.Points * LeftStride, LeftStride);
        _scheme.Input(values, pixels, left, products, _shape.Channels, buffers.Scratch);
    }

    void TransformOutputGradient(int tile, float[] right, int start, WinogradBuffers buffers)
    {
        (int n, int y, int x) = Corner(tile);
        (float[] values, Block pixels) = Pixels(_to!, n, y, x, _scheme.Outputs, 0, buffers);
        Block products = new(start, _scheme.Points * RightStride, RightStride);
        _scheme.OutputGradient(values, pixels, right, products, _channels, buffers.Scratch);
    }

    // A square of pixels: in its tensor if it lies within the given halo there, else copied, zeros outside the image.
    static (float[] Values, Block Pixels) Pixels(Tensor tensor, int n, int y, int x, int side, int halo, WinogradBuffers buffers)
    {
        (int height, int width, int channels) = tensor.Shape;
        if (y + side <= height + halo && x + side <= width + halo)
            return (tensor.Values, new(tensor.Start(n, y) + x * channels, tensor.RowStride, channels));
        int row = side * channels, first = Math.Max(x, 0), count = Math.Min(x + side, width) - first;
        float[] tile = WinogradBuffers.Ensure(ref buffers.Tile, side * row);
        for (int i = 0; i < side; i++)
        {
            Span<float> target = tile.AsSpan(i * row, row);
            if (y + i < 0 || y + i >= height)
            {
                target.Clear();
                continue;
            }
            target[..((first - x) * channels)].Clear();
            tensor.Row(n, y + i).Slice(first * channels, count * channels).CopyTo(target[((first - x) * channels)..]);
            target[((first - x + count) * channels)..].Clear();
        }
        return (tile, new(0, row, channels));
    }

    void TransformOutput(int number, float[] right, int start, WinogradBuffers buffers)
    {
        (int n, int y, int x) = Corner(number);
        Block products = new(start, _scheme.Points * RightStride, RightStride);
        Block pixels = new(_to!.Start(n, y) + x * _channels, _to.RowStride, _channels);
        int down = Math.Min(_scheme.Outputs, _shape.Height - y), across = Math.Min(_scheme.Outputs, _shape.Width - x);
        if (down == _scheme.Outputs && across == _scheme.Outputs)
        {
            _scheme.Output(right, products, _to.Values, pixels, _channels, buffers.Scratch);
            return;
        }
        int row = _scheme.Outputs * _channels;
        float[] tile = WinogradBuffers.Ensure(ref buffers.Tile, _scheme.Outputs * row);
        _scheme.Output(right, products, tile, new(0, row, _channels), _channels, buffers.Scratch);
        for (int i = 0; i < down; i++)
        {
            tile.AsSpan(i * row, across * _channels)
                .CopyTo(_to.Values.AsSpan(pixels.Start + i * pixels.RowStep));
        }
    }

    void TransformBlock(int block)
    {
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        int leftStart = block * _points * LeftStride, rightStart = block * _points * RightStride;
        int first = _firstTile + block * BlockTiles, count = Math.Min(BlockTiles, _endTile - first);
        if (count < BlockTiles)
        {
            _left.AsSpan(leftStart, _points * LeftStride).Clear();
            _right.AsSpan(rightStart, _points * RightStride).Clear();
        }
        for (int t = 0; t < count; t++)
        {
            TransformInput(first + t, _left, leftStart + t * _shape.Channels, buffers);
            TransformOutputGradient(first + t, _right, rightStart + t * _channels, buffers);
        }
    }

    // sums[c, o] += Σ_tiles left[tile, c] · right[tile, o], for one point.
    void MultiplyPoint(int point)
    {
        StridedProduct.Terms tiles = new(
            BlockTiles, AStep: _shape.Channels, BStep: _channels, Blocks, ARun: _points * LeftStride, BRun: _points * RightStride);
        for (int o = 0; o < _channels; o += StridedProduct.Columns)
        {
            StridedProduct.Multiply(
                _left.AsSpan(point * LeftStride), 1, _right.AsSpan(point * RightStride + o), _sums.AsSpan(point * WeightStride + o),
                _channels, _shape.Channels, tiles, accumulate: _firstTile > 0);
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
