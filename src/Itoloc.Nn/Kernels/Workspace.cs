namespace Itoloc.Nn.Kernels;

/// <summary>A thread's working memory, shared by all layers and grown on demand.</summary>
sealed class Workspace
{
    [ThreadStatic]
    static Workspace? _ofThread;

    /// <summary>That of the calling thread.</summary>
    public static Workspace OfThread => _ofThread ??= new Workspace();

    /// <summary>What is needed next.</summary>
    public readonly Prefetcher Ahead = new();

    /// <summary>Rows of pixels, [row, pixel, channel].</summary>
    public readonly AlignedBuffer Pixels = new();

    /// <summary>A transform half done.</summary>
    public readonly AlignedBuffer Scratch = new();

    /// <summary>A product's left side, [point, tile, channel].</summary>
    public readonly AlignedBuffer Left = new();

    /// <summary>A product, [point, tile, channel].</summary>
    public readonly AlignedBuffer Right = new();

    /// <summary>Transformed output gradients, [point, tile, channel].</summary>
    public readonly AlignedBuffer Gradients = new();

    /// <summary>Sums of products, [share, point, input channel, output channel].</summary>
    public readonly AlignedBuffer Sums = new();
}
