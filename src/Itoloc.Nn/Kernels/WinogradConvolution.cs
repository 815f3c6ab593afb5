using System.Numerics.Tensors;

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
/// Aᵀ·m·A brings the products back to pixels. A block, some rows of tiles, stays in the second cache from the first
/// transform to the last. The input gradient is the same with turned weights, the weight gradient
/// Gᵀ·[(Bᵀ·x·B)ᵀ(A·dy·Aᵀ)]·G needs the same products summed over tiles instead of channels. Lavin and Gray 2016.
/// </para>
/// <para>
/// Pixels are first copied to a strip with a border of zeros, wide enough for whole tiles, and results come back by way
/// of one: that the tiles hang over the image's edge is dealt with there and nowhere else.
/// </para>
/// </remarks>
sealed class WinogradConvolution
{
    // Tiles transformed, multiplied and transformed back at a time.
    const int BlockTiles = 32;

    // A product's rows come in whole tiles of its own.
    const int RowUnit = 8;

    // Sums of the weight gradient made independently, whatever the number of threads, and added in order at the end.
    const int MostGroups = 8;
    const int LeastGroupTiles = 128;

    // Keeps the points of one tile from falling into the same set of the first cache.
    const int Padding = 16;

    readonly WinogradScheme _scheme;
    readonly Shape _shape;
    readonly int _channels;
    readonly int _pad, _points, _tilesDown, _tilesAcross, _blockRows;
    readonly Action<int> _convolveBlock, _sumGroup, _finishGradient, _packRow;
    readonly AlignedBuffer _weights = new();
    bool _isTurned;
    float[] _source = [], _turned = [], _gradient = [];
    AlignedBuffer _sums = new();
    Tensor? _from, _to;
    int _tileRows, _groups;

    WinogradConvolution(WinogradScheme scheme, Shape input, int channels)
    {
        (_scheme, _shape, _channels) = (scheme, input, channels);
        _pad = scheme.Window / 2;
        _points = scheme.Points * scheme.Points;
        _tilesDown = (input.Height + scheme.Outputs - 1) / scheme.Outputs;
        _tilesAcross = (input.Width + scheme.Outputs - 1) / scheme.Outputs;
        _blockRows = Math.Max(1, BlockTiles / _tilesAcross);
        (_convolveBlock, _sumGroup) = (ConvolveBlock, SumGroup);
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
        if (turned && _turned.Length < weights.Length)
            _turned = new float[weights.Length];
        _weights.Ensure(_points * WeightStride);
        team.Run(_shape.Channels, _packRow);
    }

    /// <summary>Convolves a batch.</summary>
    /// <param name="source">Images.</param>
    /// <param name="destination">Overwritten inside its halo.</param>
    /// <param name="team">The threads.</param>
    public void Convolve(Tensor source, Tensor destination, ThreadTeam team)
    {
        (_from, _to) = (source, destination);
        _tileRows = source.Batch * _tilesDown;
        team.Run((_tileRows + _blockRows - 1) / _blockRows, _convolveBlock);
    }

    /// <summary>Computes the gradient of the weights.</summary>
    /// <param name="source">The images convolved.</param>
    /// <param name="outputGradient">∂L/∂y.</param>
    /// <param name="gradient">[window, window, inputs, outputs], overwritten.</param>
    /// <param name="team">The threads.</param>
    public void WeightGradient(Tensor source, Tensor outputGradient, float[] gradient, ThreadTeam team)
    {
        (_from, _to, _gradient) = (source, outputGradient, gradient);
        _tileRows = source.Batch * _tilesDown;
        _groups = Math.Clamp(_tileRows * _tilesAcross / LeastGroupTiles, 1, MostGroups);
        _sums = WinogradBuffers.OfThread.Sums;
        _sums.Ensure(_groups * SumsLength);
        team.Run(_groups, _sumGroup);
        team.Run(_shape.Channels, _finishGradient);
    }

    int WeightStride => _shape.Channels * _channels + Padding;

    int SumsLength => _points * WeightStride;

    // Products of a whole block, its tiles rounded up to what the product takes at a time.
    static int PointStride(int tiles, int channels) => (tiles + RowUnit - 1) / RowUnit * RowUnit * channels + Padding;

    void ConvolveBlock(int block)
    {
        int first = block * _blockRows, end = Math.Min(_tileRows, first + _blockRows), tiles = (end - first) * _tilesAcross;
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        Span<float> left = TransformRows(_from!, first, end, _pad, _shape.Channels, buffers.Left, buffers);
        int leftStride = PointStride(tiles, _shape.Channels), rightStride = PointStride(tiles, _channels);
        Span<float> right = buffers.Right.Ensure(_points * rightStride), weights = _weights.Ensure(_points * WeightStride);
        // Rows beyond the last tile are left over from an earlier block: multiplied, but never read.
        int rows = (tiles + RowUnit - 1) / RowUnit * RowUnit;
        StridedProduct.Terms terms = new(_shape.Channels, AStep: 1, BStep: StridedProduct.Columns);
        for (int point = 0; point < _points; point++)
            for (int o = 0; o < _channels; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    left[(point * leftStride)..], _shape.Channels, weights[(point * WeightStride + o * _shape.Channels)..],
                    right[(point * rightStride + o)..], _channels, rows, terms, accumulate: false);
            }
        int width = _tilesAcross * _scheme.Outputs * _channels;
        WinogradScheme.Strip strip = new(_tilesAcross, _channels, width + Padding, rightStride);
        Span<float> pixels = buffers.Pixels.Ensure(_scheme.Outputs * strip.RowStride);
        Span<float> scratch = buffers.Scratch.Ensure(_scheme.Scratch(_tilesAcross, _channels));
        for (int row = first; row < end; row++)
        {
            _scheme.Output(right[((row - first) * _tilesAcross * _channels)..], strip, pixels, scratch);
            (int n, int y) = (row / _tilesDown, row % _tilesDown * _scheme.Outputs);
            for (int i = 0; i < _scheme.Outputs && y + i < _shape.Height; i++)
                pixels.Slice(i * strip.RowStride, _shape.Width * _channels).CopyTo(_to!.Row(n, y + i));
        }
    }

    // Copies rows of tiles to a strip, with zeros beyond the image, and transforms them: inputs with a border, gradients without.
    Span<float> TransformRows(Tensor source, int first, int end, int border, int channels, AlignedBuffer target, WinogradBuffers buffers)
    {
        int rowsOfTile = _scheme.Outputs + (border > 0 ? _scheme.Window - 1 : 0);
        int width = (_tilesAcross * _scheme.Outputs + (border > 0 ? _scheme.Window - 1 : 0)) * channels;
        WinogradScheme.Strip strip = new(
            _tilesAcross, channels, width + Padding, PointStride((end - first) * _tilesAcross, channels));
        Span<float> products = target.Ensure(_points * strip.PointStride);
        Span<float> scratch = buffers.Scratch.Ensure(_scheme.Scratch(_tilesAcross, channels));
        for (int row = first; row < end;)
        {
            // All rows of tiles that follow one another in one sample share a strip.
            int n = row / _tilesDown, top = row % _tilesDown, count = Math.Min(end - row, _tilesDown - top);
            int y = top * _scheme.Outputs - border, height = (count - 1) * _scheme.Outputs + rowsOfTile;
            Span<float> pixels = buffers.Pixels.Ensure(height * strip.RowStride);
            for (int i = 0; i < height; i++)
                CopyRow(source, n, y + i, pixels.Slice(i * strip.RowStride, width), border * channels);
            for (int i = 0; i < count; i++, row++)
            {
                Span<float> corner = pixels[(i * _scheme.Outputs * strip.RowStride)..];
                Span<float> side = products[((row - first) * _tilesAcross * channels)..];
                if (border > 0)
                    _scheme.Input(corner, strip, side, scratch);
                else
                    _scheme.OutputGradient(corner, strip, side, scratch);
            }
        }
        return products;
    }

    static void CopyRow(Tensor source, int n, int y, Span<float> row, int border)
    {
        if (y < 0 || y >= source.Shape.Height)
        {
            row.Clear();
            return;
        }
        ReadOnlySpan<float> pixels = source.Row(n, y);
        row[..border].Clear();
        pixels.CopyTo(row[border..]);
        row[(border + pixels.Length)..].Clear();
    }

    // sums[point, c, o] = Σ_tiles left[point, tile, c] · right[point, tile, o], for a group of rows of tiles.
    void SumGroup(int group)
    {
        WinogradBuffers buffers = WinogradBuffers.OfThread;
        Span<float> sums = _sums.Ensure(_groups * SumsLength).Slice(group * SumsLength, SumsLength);
        int from = _tileRows * group / _groups, to = _tileRows * (group + 1) / _groups;
        for (int first = from; first < to; first += _blockRows)
        {
            int end = Math.Min(to, first + _blockRows), tiles = (end - first) * _tilesAcross;
            Span<float> left = TransformRows(_from!, first, end, _pad, _shape.Channels, buffers.Left, buffers);
            Span<float> right = TransformRows(_to!, first, end, 0, _channels, buffers.Right, buffers);
            int leftStride = PointStride(tiles, _shape.Channels), rightStride = PointStride(tiles, _channels);
            StridedProduct.Terms terms = new(tiles, AStep: _shape.Channels, BStep: _channels);
            for (int point = 0; point < _points; point++)
                for (int o = 0; o < _channels; o += StridedProduct.Columns)
                {
                    StridedProduct.Multiply(
                        left[(point * leftStride)..], 1, right[(point * rightStride + o)..],
                        sums[(point * WeightStride + o)..], _channels, _shape.Channels, terms, accumulate: first > from);
                }
        }
    }

    void FinishGradient(int inputChannel)
    {
        int plane = _shape.Channels * _channels, start = inputChannel * _channels;
        Span<float> sums = _sums.Ensure(_groups * SumsLength);
        for (int group = 1; group < _groups; group++)
            for (int point = 0; point < _points; point++)
            {
                Span<float> sum = sums.Slice(point * WeightStride + start, _channels);
                TensorPrimitives.Add(sum, sums.Slice(group * SumsLength + point * WeightStride + start, _channels), sum);
            }
        _scheme.WeightGradient(sums[start..], WeightStride, _gradient.AsSpan(start), plane, _channels);
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
        Span<float> weights = _weights.Ensure(_points * WeightStride);
        for (int o = 0; o < _channels; o += StridedProduct.Columns)
        {
            _scheme.Weight(
                (_isTurned ? _turned : _source).AsSpan(start + o), plane,
                weights[(o * _shape.Channels + inputChannel * StridedProduct.Columns)..], WeightStride, StridedProduct.Columns);
        }
    }
}
