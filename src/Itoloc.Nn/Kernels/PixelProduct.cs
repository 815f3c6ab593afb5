namespace Itoloc.Nn.Kernels;

/// <summary>
/// A convolution of one sample as a <see cref="GatheredProduct"/>: where its pixels lie in a source and a destination
/// tensor. Made once for a pair of layouts.
/// </summary>
sealed class PixelProduct
{
    readonly int _size;
    readonly int _sourceRowStride;
    readonly int _destinationRowStride;
    readonly int[] _sourcePixels;
    readonly int[] _destinationPixels;
    readonly GatheredProduct.Segment[] _segments;
    readonly int _length;

    PixelProduct(Tensor source, Tensor destination, int size)
    {
        Shape shape = source.Shape;
        (_size, _sourceRowStride, _destinationRowStride) = (size, source.RowStride, destination.RowStride);
        int pad = size / 2;
        _length = size * shape.Channels;
        _sourcePixels = new int[shape.Height * shape.Width];
        _destinationPixels = new int[_sourcePixels.Length];
        for (int p = 0; p < _sourcePixels.Length; p++)
        {
            (int y, int x) = Math.DivRem(p, shape.Width);
            _sourcePixels[p] = source.Start(0, y - pad) + (x - pad) * shape.Channels;
            _destinationPixels[p] = destination.Start(0, y) + x * destination.Shape.Channels;
        }
        // A row of the window is one run in memory, and one run of rows in the packed weights.
        _segments = [.. Enumerable.Range(0, size).Select(
            i => new GatheredProduct.Segment(i * source.RowStride, i * _length * GatheredProduct.TileColumns))];
    }

    /// <summary>Returns <paramref name="current"/> if it was made for these layouts, else a new one.</summary>
    public static PixelProduct For(PixelProduct? current, Tensor source, Tensor destination, int size) =>
        current is not null && current._size == size
        && current._sourceRowStride == source.RowStride && current._destinationRowStride == destination.RowStride
            ? current
            : new PixelProduct(source, destination, size);

    /// <summary>Convolves one sample.</summary>
    public void Run(Tensor source, PackedMatrix weights, Tensor destination, int sample)
    {
        ReadOnlySpan<float> a = source.Values.AsSpan(sample * source.SampleStride);
        for (int panel = 0; panel < weights.Panels; panel++)
        {
            GatheredProduct.Multiply(
                a, _sourcePixels, weights.Panel(panel), _segments, _length, 1, GatheredProduct.TileColumns,
                destination.Values.AsSpan(sample * destination.SampleStride + panel * GatheredProduct.TileColumns),
                _destinationPixels, weights.Columns(panel), accumulate: false);
        }
    }
}
