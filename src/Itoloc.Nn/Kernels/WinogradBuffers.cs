namespace Itoloc.Nn.Kernels;

/// <summary>A thread's working memory for Winograd convolutions, shared by all layers and grown on demand.</summary>
sealed class WinogradBuffers
{
    [ThreadStatic]
    static WinogradBuffers? _ofThread;

    /// <summary>Those of the calling thread.</summary>
    public static WinogradBuffers OfThread => _ofThread ??= new WinogradBuffers();

    /// <summary>Rows of pixels, [row, pixel, channel].</summary>
    public readonly AlignedBuffer Pixels = new();

    /// <summary>A transform half done.</summary>
    public readonly AlignedBuffer Scratch = new();

    /// <summary>Transformed inputs, [point, tile, channel].</summary>
    public readonly AlignedBuffer Left = new();

    /// <summary>Products or transformed gradients, [point, tile, channel].</summary>
    public readonly AlignedBuffer Right = new();

    /// <summary>Products of both, [group, point, input channel, output channel].</summary>
    public readonly AlignedBuffer Sums = new();
}
