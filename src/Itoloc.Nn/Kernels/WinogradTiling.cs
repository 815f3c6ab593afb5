namespace Itoloc.Nn.Kernels;

/// <summary>An image cut into tiles of outputs, and the ways between its pixels and the sides of the matrix products.</summary>
/// <remarks>
/// Work is divided into blocks of some rows of tiles, numbered through the batch. Pixels are first copied to a strip with a
/// border of zeros, wide enough for whole tiles, and results come back by way of one: that tiles hang over the image's
/// edge is dealt with there and nowhere else.
/// </remarks>
sealed class WinogradTiling
{
    // Tiles transformed, multiplied and transformed back at a time.
    const int BlockTiles = 32;

    // A product's rows come in whole tiles of its own.
    const int RowUnit = 8;

    // Keeps rows and points from falling into the same few sets of the first cache.
    const int Padding = 16;

    readonly int _height, _width, _pad, _tilesDown, _tilesAcross, _blockRows;

    public WinogradTiling(WinogradScheme scheme, int height, int width)
    {
        (Scheme, _height, _width, _pad) = (scheme, height, width, scheme.Window / 2);
        _tilesDown = (height + scheme.Outputs - 1) / scheme.Outputs;
        _tilesAcross = (width + scheme.Outputs - 1) / scheme.Outputs;
        _blockRows = Math.Max(1, BlockTiles / _tilesAcross);
    }

    /// <summary>Some rows of tiles, numbered through the batch.</summary>
    /// <param name="Number">Place among the blocks.</param>
    /// <param name="First">First row.</param>
    /// <param name="End">One behind the last row.</param>
    /// <param name="Count">Tiles.</param>
    public readonly record struct Block(int Number, int First, int End, int Count);

    public WinogradScheme Scheme { get; }

    /// <summary>Matrix products.</summary>
    public int Points => Scheme.Points * Scheme.Points;

    /// <summary>Blocks of a batch.</summary>
    public int Blocks(int batch) => (batch * _tilesDown + _blockRows - 1) / _blockRows;

    /// <summary>One block of a batch.</summary>
    public Block At(int number, int batch)
    {
        int first = number * _blockRows, end = Math.Min(batch * _tilesDown, first + _blockRows);
        return new Block(number, first, end, (end - first) * _tilesAcross);
    }

    /// <summary>Room for one side of a block's products.</summary>
    public Span<float> Side(AlignedBuffer buffer, Block block, int channels) =>
        buffer.Ensure(Points * PointStride(block.Count, channels));

    /// <summary>Rows of a product's left side for some tiles, rounded up to what the product takes at a time.</summary>
    public static int ProductRows(int tiles) => (tiles + RowUnit - 1) / RowUnit * RowUnit;

    /// <summary>Floats between two points of a side of the products.</summary>
    public static int PointStride(int tiles, int channels) => ProductRows(tiles) * channels + Padding;

    /// <summary>Has the rows of a block fetched ahead of their use.</summary>
    public void Plan(Tensor tensor, Block block, Prefetcher ahead)
    {
        for (int row = block.First; row < block.End; row++)
        {
            int n = row / _tilesDown, top = row % _tilesDown * Scheme.Outputs;
            for (int y = top; y < Math.Min(_height, top + Scheme.Outputs); y++)
                tensor.Plan(n, y, ahead);
        }
    }

    /// <summary>Transforms rows of tiles to sides of the products.</summary>
    /// <param name="source">Images or gradients.</param>
    /// <param name="block">Which.</param>
    /// <param name="inputs">Their transforms as inputs, Bᵀ·x·B; empty if not wanted.</param>
    /// <param name="gradients">Their transforms as output gradients, A·x·Aᵀ; empty if not wanted.</param>
    /// <param name="workspace">The thread's memory.</param>
    public void Spread(Tensor source, Block block, Span<float> inputs, Span<float> gradients, Workspace workspace)
    {
        int channels = source.Shape.Channels, border = _pad * channels;
        int width = (_tilesAcross * Scheme.Outputs + Scheme.Window - 1) * channels;
        WinogradScheme.Strip strip = new(
            _tilesAcross, channels, width + Padding, PointStride(block.Count, channels));
        Span<float> scratch = workspace.Scratch.Ensure(Scheme.Scratch(_tilesAcross, channels));
        for (int row = block.First; row < block.End;)
        {
            // All rows of tiles that follow one another in one sample share a strip.
            (int n, int top) = Math.DivRem(row, _tilesDown);
            int count = Math.Min(block.End - row, _tilesDown - top), height = count * Scheme.Outputs + Scheme.Window - 1;
            Span<float> pixels = workspace.Pixels.Ensure(height * strip.RowStride);
            for (int i = 0; i < height; i++)
                CopyRow(source, n, top * Scheme.Outputs - _pad + i, pixels.Slice(i * strip.RowStride, width), border);
            for (int i = 0; i < count; i++, row++)
            {
                Span<float> corner = pixels[(i * Scheme.Outputs * strip.RowStride)..];
                int start = (row - block.First) * _tilesAcross * channels;
                if (!inputs.IsEmpty)
                    Scheme.Input(corner, strip, inputs[start..], scratch);
                if (!gradients.IsEmpty)
                    Scheme.OutputGradient(corner[(_pad * strip.RowStride + border)..], strip, gradients[start..], scratch);
            }
        }
    }

    /// <summary>Transforms products back to pixels, Aᵀ·m·A.</summary>
    /// <param name="products">Products of rows of tiles.</param>
    /// <param name="block">Which.</param>
    /// <param name="destination">Overwritten inside its halo where the tiles are.</param>
    /// <param name="visitor">Sees the rows of pixels before they are written.</param>
    /// <param name="workspace">The thread's memory.</param>
    public void Gather(
        ReadOnlySpan<float> products, Block block, Tensor destination, RowVisitor? visitor, Workspace workspace)
    {
        int channels = destination.Shape.Channels, width = _tilesAcross * Scheme.Outputs * channels;
        WinogradScheme.Strip strip = new(
            _tilesAcross, channels, width + Padding, PointStride(block.Count, channels));
        Span<float> pixels = workspace.Pixels.Ensure(Scheme.Outputs * strip.RowStride);
        Span<float> scratch = workspace.Scratch.Ensure(Scheme.Scratch(_tilesAcross, channels));
        for (int row = block.First; row < block.End; row++)
        {
            Scheme.Output(products[((row - block.First) * _tilesAcross * channels)..], strip, pixels, scratch);
            int n = row / _tilesDown, top = row % _tilesDown * Scheme.Outputs;
            for (int y = top; y < Math.Min(_height, top + Scheme.Outputs); y++)
            {
                Span<float> pixelRow = pixels.Slice((y - top) * strip.RowStride, _width * channels);
                visitor?.Visit(block.Number, n, y, pixelRow);
                pixelRow.CopyTo(destination.Row(n, y));
            }
        }
    }

    void CopyRow(Tensor source, int n, int y, Span<float> row, int border)
    {
        if (y < 0 || y >= _height)
        {
            row.Clear();
            return;
        }
        int length = _width * source.Shape.Channels;
        row[..border].Clear();
        source.CopyRow(n, y, row.Slice(border, length));
        row[(border + length)..].Clear();
    }
}
