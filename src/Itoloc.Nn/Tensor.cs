using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>
/// A batch of images, channels last: [batch, height, width, channels], each image surrounded by a border of zeros.
/// </summary>
/// <remarks>
/// The border, the halo, is what a convolution pads with: with it in memory no kernel ever asks whether it is at an edge.
/// Nothing writes to the halo after allocation.
/// </remarks>
public sealed class Tensor
{
    readonly RowReader? _reader;

    /// <summary>Allocates a tensor of zeros.</summary>
    /// <param name="batch">Samples, at least 0.</param>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="halo">Pixels of zero border on each side, at least 0.</param>
    public Tensor(int batch, Shape shape, int halo = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(halo);
        Shape = shape;
        Halo = halo;
        RowStride = (shape.Width + 2 * halo) * shape.Channels;
        SampleStride = (shape.Height + 2 * halo) * RowStride;
        Values = [];
        Resize(batch);
    }

    /// <summary>A tensor whose rows are computed whenever they are read and stored nowhere: <see cref="Values"/> is empty.</summary>
    internal Tensor(Shape shape, int halo, RowReader reader)
        : this(0, shape, halo) => (_reader, Values) = (reader, []);

    /// <summary>Samples in use.</summary>
    public int Batch { get; private set; }

    /// <summary>Shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>Pixels of zero border on each side of every sample.</summary>
    public int Halo { get; }

    /// <summary>Everything in one array; longer than the samples in use, so that kernels may read a little past them.</summary>
    public float[] Values { get; private set; }

    /// <summary>Floats between two rows of an image.</summary>
    public int RowStride { get; }

    /// <summary>Floats between two samples.</summary>
    public int SampleStride { get; }

    /// <summary>Index of the first pixel inside the halo of row <paramref name="y"/>.</summary>
    public int Start(int sample, int y = 0) => sample * SampleStride + (y + Halo) * RowStride + Halo * Shape.Channels;

    /// <summary>One row of one image, without the halo: [width, channels].</summary>
    public Span<float> Row(int sample, int y) => Values.AsSpan(Start(sample, y), Shape.Width * Shape.Channels);

    /// <summary>What rows are computed from, if they are: the same rows of one or two tensors.</summary>
    internal (Tensor First, Tensor? Second) Sources { get; set; }

    /// <summary>Has one row, or what it is computed from, fetched ahead of its use.</summary>
    internal void Plan(int sample, int y, Prefetcher ahead)
    {
        if (_reader is null)
            ahead.Plan(Values, Start(sample, y), Shape.Width * Shape.Channels);
        else
        {
            Sources.First?.Plan(sample, y, ahead);
            Sources.Second?.Plan(sample, y, ahead);
        }
    }

    /// <summary>Copies or computes one row, without the halo, to <paramref name="destination"/>.</summary>
    internal void CopyRow(int sample, int y, Span<float> destination)
    {
        if (_reader is null)
            Row(sample, y).CopyTo(destination);
        else
            _reader(sample, y, destination);
    }

    /// <summary>One row, without the halo: where it is stored, or else computed into <paramref name="scratch"/>.</summary>
    internal ReadOnlySpan<float> ReadRow(int sample, int y, Span<float> scratch)
    {
        if (_reader is null)
            return Row(sample, y);
        _reader(sample, y, scratch);
        return scratch;
    }

    /// <summary>One whole sample. Only for tensors without halo.</summary>
    /// <exception cref="InvalidOperationException">The tensor has a halo.</exception>
    public Span<float> Sample(int sample) => Halo == 0
        ? Values.AsSpan(sample * SampleStride, SampleStride)
        : throw new InvalidOperationException("A sample of a tensor with a halo is not one run of memory.");

    /// <summary>Sets the number of samples in use; allocates only when it has never been as large.</summary>
    public void Resize(int batch)
    {
        int needed = checked(batch * SampleStride + GatheredProduct.Slack);
        if (Values.Length < needed && _reader is null)
            Values = new float[needed];
        Batch = batch;
    }
}
