namespace Itoloc.Nn.Kernels;

/// <summary>A thread's working memory for Winograd convolutions, shared by all layers and grown on demand.</summary>
sealed class WinogradBuffers
{
    [ThreadStatic]
    static WinogradBuffers? _ofThread;

    /// <summary>Those of the calling thread.</summary>
    public static WinogradBuffers OfThread => _ofThread ??= new WinogradBuffers();

    /// <summary>Transformed inputs, [point, tile, channel].</summary>
    public float[] Left = [];

    /// <summary>Products or transformed gradients, [point, tile, channel].</summary>
    public float[] Right = [];

    /// <summary>Products of both, [point, input channel, output channel].</summary>
    public float[] Sums = [];

    /// <summary>A tile of pixels that does not fit its image.</summary>
    public float[] Tile = [];

    /// <summary>A transform half done: a vector, of at most 32 floats, for each of at most 64 points.</summary>
    public readonly float[] Scratch = new float[64 * 32];

    /// <summary>Returns <paramref name="buffer"/>, made larger if it is too small.</summary>
    public static float[] Ensure(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new float[length];
        return buffer;
    }
}
