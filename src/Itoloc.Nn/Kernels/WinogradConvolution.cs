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
/// Aᵀ·m·A brings the products back to pixels. A block of tiles stays in the second cache from the first transform to the
/// last. The input gradient is the same with turned weights, the weight gradient Gᵀ·[(Bᵀ·x·B)ᵀ(A·dy·Aᵀ)]·G needs the
/// same products summed over tiles instead of channels; both come from one sweep. Lavin and Gray 2016.
/// </para>
/// </remarks>
sealed class WinogradConvolution
{
    // Shares of a batch whose weight gradients are summed independently, whatever the number of threads, and added in
    // order at the end: few, because each has sums of its own, and none so small that adding these costs as much as it.
    const int MostShares = 8;
    const int LeastShareBlocks = 2;

    // Weights whose gradients are finished at a time: all their sums stay in the second cache.
    const int PartWeights = 256;

    // Shares of a convolution, in which blocks follow one another.
    const int MostRuns = 16;

    // Keeps the points of one sum from falling into the same set of the first cache.
    const int Padding = 16;

    readonly WinogradScheme _scheme;
    readonly WinogradTiling _tiling;
    WinogradWeights _weights, _turnedWeights;
    readonly int _inputs, _outputs, _sumStride;
    readonly Action<int> _convolveRun, _gradientShare, _finishGradient;
    AlignedBuffer _sums = new();
    float[] _gradient = [];
    Tensor? _source, _destination, _outputGradient, _inputGradient;
    RowVisitor? _visitor;
    int _blocks, _runs, _shares;

    WinogradConvolution(WinogradScheme scheme, Shape input, int channels)
    {
        (_scheme, _inputs, _outputs) = (scheme, input.Channels, channels);
        _tiling = new WinogradTiling(scheme, input.Height, input.Width);
        _weights = new WinogradWeights(scheme, _inputs, _outputs, turned: false);
        _turnedWeights = new WinogradWeights(scheme, _outputs, _inputs, turned: true);
        _sumStride = _inputs * _outputs + Padding;
        (_convolveRun, _gradientShare, _finishGradient) = (ConvolveRun, GradientShare, FinishGradient);
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

    /// <summary>Uses the transformed weights of another convolution of the same shape.</summary>
    public void ShareWeights(WinogradConvolution other) =>
        (_weights, _turnedWeights) = (other._weights, other._turnedWeights);

    /// <summary>Convolves a batch.</summary>
    /// <param name="source">Images.</param>
    /// <param name="weights">Values [window, window, inputs, outputs].</param>
    /// <param name="destination">Overwritten inside its halo.</param>
    /// <param name="visitor">Sees the rows of the destination.</param>
    /// <param name="team">The threads.</param>
    public void Convolve(Tensor source, Parameter weights, Tensor destination, RowVisitor? visitor, ThreadTeam team)
    {
        _weights.Set(weights, team);
        (_source, _destination, _visitor) = (source, destination, visitor);
        _blocks = _tiling.Blocks(source.Batch);
        visitor?.Begin(_blocks);
        _runs = Math.Min(_blocks, MostRuns);
        team.Run(_runs, _convolveRun);
    }

    /// <summary>Computes the gradients of the weights and, if wanted, of the images.</summary>
    /// <param name="source">The images convolved.</param>
    /// <param name="weights">Values [window, window, inputs, outputs]; their gradient is overwritten.</param>
    /// <param name="outputGradient">∂L/∂y.</param>
    /// <param name="inputGradient">∂L/∂x, overwritten inside its halo; null if not wanted.</param>
    /// <param name="visitor">Sees the rows of the input gradient.</param>
    /// <param name="team">The threads.</param>
    public void Gradients(
        Tensor source, Parameter weights, Tensor outputGradient, Tensor? inputGradient, RowVisitor? visitor, ThreadTeam team)
    {
        if (inputGradient is not null)
            _turnedWeights.Set(weights, team);
        (_source, _outputGradient, _inputGradient, _visitor) = (source, outputGradient, inputGradient, visitor);
        _gradient = weights.Gradient;
        _blocks = _tiling.Blocks(source.Batch);
        _shares = Math.Clamp(_blocks / LeastShareBlocks, 1, MostShares);
        _sums = Workspace.OfThread.Sums;
        _sums.Ensure(_shares * SumsLength);
        visitor?.Begin(_blocks);
        team.Run(_shares, _gradientShare);
        team.Run((_inputs * _outputs + PartWeights - 1) / PartWeights, _finishGradient);
    }

    int SumsLength => _tiling.Points * _sumStride;

    void ConvolveRun(int run)
    {
        Workspace workspace = Workspace.OfThread;
        int end = _blocks * (run + 1) / _runs;
        for (int block = _blocks * run / _runs; block < end; block++)
        {
            WinogradTiling.Block tiles = _tiling.At(block, _source!.Batch);
            Span<float> left = _tiling.Side(workspace.Left, tiles, _inputs), right = _tiling.Side(workspace.Right, tiles, _outputs);
            _tiling.Spread(_source, tiles, left, [], workspace);
            workspace.Ahead.Clear();
            _tiling.Plan(_destination!, tiles, workspace.Ahead);
            if (block + 1 < end)
                _tiling.Plan(_source, _tiling.At(block + 1, _source.Batch), workspace.Ahead);
            _weights.Multiply(left, right, tiles.Count, workspace.Ahead);
            _tiling.Gather(right, tiles, _destination!, _visitor, workspace);
        }
    }

    void GradientShare(int share)
    {
        Workspace workspace = Workspace.OfThread;
        Span<float> sums = _sums.Ensure(_shares * SumsLength).Slice(share * SumsLength, SumsLength);
        int from = _blocks * share / _shares, to = _blocks * (share + 1) / _shares;
        if (from == to)
            sums.Clear();
        for (int block = from; block < to; block++)
        {
            WinogradTiling.Block tiles = _tiling.At(block, _source!.Batch);
            Span<float> gradients = _tiling.Side(workspace.Gradients, tiles, _outputs);
            Span<float> left = _inputGradient is null ? [] : _tiling.Side(workspace.Left, tiles, _outputs);
            _tiling.Spread(_outputGradient!, tiles, left, gradients, workspace);
            if (_inputGradient is not null)
            {
                Span<float> right = _tiling.Side(workspace.Right, tiles, _inputs);
                workspace.Ahead.Clear();
                _tiling.Plan(_source, tiles, workspace.Ahead);
                _tiling.Plan(_inputGradient, tiles, workspace.Ahead);
                _turnedWeights.Multiply(left, right, tiles.Count, workspace.Ahead);
                _tiling.Gather(right, tiles, _inputGradient, _visitor, workspace);
            }
            Span<float> inputs = _tiling.Side(workspace.Left, tiles, _inputs);
            _tiling.Spread(_source, tiles, inputs, [], workspace);
            workspace.Ahead.Clear();
            if (block + 1 < to)
                _tiling.Plan(_outputGradient!, _tiling.At(block + 1, _source.Batch), workspace.Ahead);
            AddProducts(inputs, gradients, tiles.Count, sums, accumulate: block > from, workspace.Ahead);
        }
    }

    // sums[point, c, o] (+)= Σ_tiles inputs[point, tile, c] · gradients[point, tile, o]
    void AddProducts(Span<float> inputs, Span<float> gradients, int tiles, Span<float> sums, bool accumulate, Prefetcher ahead)
    {
        int inputStride = WinogradTiling.PointStride(tiles, _inputs), gradientStride = WinogradTiling.PointStride(tiles, _outputs);
        StridedProduct.Terms terms = new(tiles, AStep: _inputs, BStep: _outputs);
        for (int point = 0; point < _tiling.Points; point++)
        {
            for (int o = 0; o < _outputs; o += StridedProduct.Columns)
            {
                StridedProduct.Multiply(
                    inputs[(point * inputStride)..], 1, gradients[(point * gradientStride + o)..],
                    sums[(point * _sumStride + o)..], _outputs, _inputs, terms, accumulate, ahead);
            }
        }
    }

    // Adds the shares of some weights and transforms the sums back.
    void FinishGradient(int part)
    {
        int first = part * PartWeights, count = Math.Min(PartWeights, _inputs * _outputs - first);
        Span<float> sums = _sums.Ensure(_shares * SumsLength)[first..];
        for (int point = 0; point < _tiling.Points; point++)
        {
            Span<float> sum = sums.Slice(point * _sumStride, count);
            for (int share = 1; share < _shares; share++)
                TensorPrimitives.Add(sum, sums.Slice(share * SumsLength + point * _sumStride, count), sum);
        }
        _scheme.WeightGradient(sums, _sumStride, _gradient.AsSpan(first), _inputs * _outputs, count);
    }
}
