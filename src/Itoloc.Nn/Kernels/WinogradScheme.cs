using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Itoloc.Nn.Kernels;

/// <summary>
/// The two-dimensional transforms of one Winograd scheme: L·X·Lᵀ for each of its linear maps L, for a row of tiles.
/// </summary>
/// <remarks>
/// <para>
/// On one side of a transform are rows of pixels, a strip: [rows, pixels, channels] with a stride between rows. On the
/// other are the sides of the matrix products: point p of tile t, [channels], at <c>p · pointStride + t · channels</c>.
/// </para>
/// <para>
/// The map goes down the strip's columns first, a vector of pixels' channels at a time and each column once although
/// neighbouring tiles share it, and then along the rows, tile by tile; the way back is the same in reverse.
/// </para>
/// </remarks>
abstract class WinogradScheme
{
    /// <summary>F(4×4, 3×3).</summary>
    public static readonly WinogradScheme Window3 = Vector512.IsHardwareAccelerated
        ? new WinogradScheme<Wide, SixPoints.Input, SixPoints.Output, SixPoints.OutputGradient, SixPoints.Weight, SixPoints.WeightGradient>()
        : new WinogradScheme<Narrow, SixPoints.Input, SixPoints.Output, SixPoints.OutputGradient, SixPoints.Weight, SixPoints.WeightGradient>();

    /// <summary>F(4×4, 5×5).</summary>
    public static readonly WinogradScheme Window5 = Vector512.IsHardwareAccelerated
        ? new WinogradScheme<Wide, EightPoints.Input, EightPoints.Output, EightPoints.OutputGradient, EightPoints.Weight, EightPoints.WeightGradient>()
        : new WinogradScheme<Narrow, EightPoints.Input, EightPoints.Output, EightPoints.OutputGradient, EightPoints.Weight, EightPoints.WeightGradient>();

    /// <summary>The size of a strip and of the products beside it.</summary>
    /// <param name="Tiles">Tiles in the strip.</param>
    /// <param name="Channels">Channels of a pixel.</param>
    /// <param name="RowStride">Floats between two rows of the strip.</param>
    /// <param name="PointStride">Floats between two points' products.</param>
    public readonly record struct Strip(int Tiles, int Channels, int RowStride, int PointStride);

    /// <summary>Side of a tile of outputs.</summary>
    public abstract int Outputs { get; }

    /// <summary>Side of the window.</summary>
    public abstract int Window { get; }

    /// <summary>Side of a tile of inputs, which is also the number of points.</summary>
    public abstract int Points { get; }

    /// <summary>Bᵀ·X·B: a strip of <see cref="Points"/> rows, as wide as all tiles and their overhang → products' left side.</summary>
    public abstract void Input(ReadOnlySpan<float> pixels, Strip strip, Span<float> products, Span<float> scratch);

    /// <summary>Aᵀ·X·A: products → a strip of <see cref="Outputs"/> rows.</summary>
    public abstract void Output(ReadOnlySpan<float> products, Strip strip, Span<float> pixels, Span<float> scratch);

    /// <summary>A·X·Aᵀ: a strip of <see cref="Outputs"/> rows of gradients → products.</summary>
    public abstract void OutputGradient(ReadOnlySpan<float> pixels, Strip strip, Span<float> products, Span<float> scratch);

    /// <summary>G·X·Gᵀ: [window, window] weights, a stride apart → points.</summary>
    public abstract void Weight(ReadOnlySpan<float> weights, int stride, Span<float> points, int pointStride, int count);

    /// <summary>Gᵀ·X·G: points → [window, window] weights' gradients.</summary>
    public abstract void WeightGradient(ReadOnlySpan<float> points, int pointStride, Span<float> gradient, int stride, int count);

    /// <summary>Floats of scratch that a strip's transform needs.</summary>
    public int Scratch(int tiles, int channels) => Points * MiddleStride((tiles * Outputs + Window - 1) * channels);

    // Off the powers of two, at which rows would share a few sets of the first cache.
    private protected static int MiddleStride(int width) => width + 48;
}

/// <inheritdoc/>
sealed class WinogradScheme<T, TInput, TOutput, TOutputGradient, TWeight, TWeightGradient> : WinogradScheme
    where T : struct, ILane<T>
    where TInput : struct, ILinearMap
    where TOutput : struct, ILinearMap
    where TOutputGradient : struct, ILinearMap
    where TWeight : struct, ILinearMap
    where TWeightGradient : struct, ILinearMap
{
    public override int Outputs => TOutput.To;

    public override int Window => TWeight.From;

    public override int Points => TInput.To;

    public override void Input(ReadOnlySpan<float> pixels, Strip strip, Span<float> products, Span<float> scratch) =>
        Spread<TInput>(pixels, strip, products, scratch);

    public override void OutputGradient(ReadOnlySpan<float> pixels, Strip strip, Span<float> products, Span<float> scratch) =>
        Spread<TOutputGradient>(pixels, strip, products, scratch);

    public override void Output(ReadOnlySpan<float> products, Strip strip, Span<float> pixels, Span<float> scratch)
    {
        nint points = TOutput.From, channels = strip.Channels, pointStride = strip.PointStride, row = TOutput.To * channels;
        ref float source = ref MemoryMarshal.GetReference(products);
        ref float middle = ref MemoryMarshal.GetReference(scratch);
        ref float target = ref MemoryMarshal.GetReference(pixels);
        for (int t = 0; t < strip.Tiles; t++)
        {
            for (nint i = 0; i < points; i++)
            {
                Apply<TOutput>(
                    ref Unsafe.Add(ref source, i * points * pointStride), pointStride,
                    ref Unsafe.Add(ref middle, i * row), channels, channels);
            }
            Apply<TOutput>(ref middle, row, ref target, strip.RowStride, row);
            source = ref Unsafe.Add(ref source, channels);
            target = ref Unsafe.Add(ref target, row);
        }
    }

    public override void Weight(ReadOnlySpan<float> weights, int stride, Span<float> points, int pointStride, int count) =>
        Square<TWeight>(weights, stride, points, pointStride, count);

    public override void WeightGradient(ReadOnlySpan<float> points, int pointStride, Span<float> gradient, int stride, int count) =>
        Square<TWeightGradient>(points, pointStride, gradient, stride, count);

    static void Spread<TMap>(ReadOnlySpan<float> pixels, Strip strip, Span<float> products, Span<float> scratch)
        where TMap : struct, ILinearMap
    {
        nint channels = strip.Channels, pointStride = strip.PointStride, step = TOutput.To * channels;
        nint middleStride = MiddleStride((int)(strip.Tiles * step + (TMap.From - TOutput.To) * channels));
        ref float source = ref MemoryMarshal.GetReference(pixels);
        ref float middle = ref MemoryMarshal.GetReference(scratch);
        ref float target = ref MemoryMarshal.GetReference(products);
        nint done = 0;
        for (int t = 0; t < strip.Tiles; t++)
        {
            nint end = t * step + TMap.From * channels;
            Apply<TMap>(ref Unsafe.Add(ref source, done), strip.RowStride, ref Unsafe.Add(ref middle, done), middleStride, end - done);
            done = end;
            for (nint i = 0; i < TMap.To; i++)
            {
                Apply<TMap>(
                    ref Unsafe.Add(ref middle, i * middleStride + t * step), channels,
                    ref Unsafe.Add(ref target, i * TMap.To * pointStride), pointStride, channels);
            }
            target = ref Unsafe.Add(ref target, channels);
        }
    }

    // Columns into scratch, then rows of scratch into y.
    static void Square<TMap>(ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, int count)
        where TMap : struct, ILinearMap
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float target = ref MemoryMarshal.GetReference(y);
        ref float middle = ref MemoryMarshal.GetReference(Workspace.OfThread.Scratch.Ensure(TMap.From * TMap.To * count));
        for (nint j = 0; j < TMap.From; j++)
        {
            Apply<TMap>(
                ref Unsafe.Add(ref source, j * xStride), (nint)TMap.From * xStride,
                ref Unsafe.Add(ref middle, j * count), (nint)TMap.From * count, count);
        }
        for (nint i = 0; i < TMap.To; i++)
        {
            Apply<TMap>(
                ref Unsafe.Add(ref middle, i * TMap.From * count), count,
                ref Unsafe.Add(ref target, i * TMap.To * yStride), yStride, count);
        }
    }

    // Not inlined: within a larger method the compiler would run out of its budget for what is inlined here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Apply<TMap>(ref float x, nint xStep, ref float y, nint yStep, nint length)
        where TMap : struct, ILinearMap
    {
        for (nint i = 0; i < length; i += T.Count)
            TMap.Apply<T>(ref Unsafe.Add(ref x, i), xStep, ref Unsafe.Add(ref y, i), yStep);
    }
}
