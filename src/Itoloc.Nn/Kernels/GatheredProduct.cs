using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Itoloc.Nn.Kernels;

/// <summary>
/// The one multiplication kernel of the engine: a matrix product whose left rows lie anywhere in memory.
/// </summary>
/// <remarks>
/// <para>
/// It computes <c>c[r, j] (+)= Σ_s Σ_i a[rows[r] + segments[s].A + i·aStride] · b[segments[s].B + i·bStride + j]</c>.
/// A convolution over channels-last images is this product: a row is an output pixel, a segment is one row of its
/// window, and i runs over the window row's columns and channels, which are contiguous. So are its two gradients and
/// the fully connected layer.
/// </para>
/// <para>
/// Tiling: six rows by two vectors of columns are held in twelve accumulators; every step loads two vectors of
/// <c>b</c> and broadcasts six values of <c>a</c>, so the multiply-add units and not the loads set the pace.
/// The last rows are computed as a full tile with a repeated row whose result is not stored.
/// <see cref="Define"/> is the obvious definition that the tests compare with.
/// </para>
/// </remarks>
static class GatheredProduct
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 6;

    /// <summary>Columns of a tile: two vectors of the widest kind this processor has.</summary>
    public static readonly int TileColumns =
        Vector512.IsHardwareAccelerated ? 2 * Vector512<float>.Count : 2 * Vector<float>.Count;

    /// <summary>The most floats that a kernel may read past the end of <c>b</c>; buffers are allocated with this slack.</summary>
    public const int Slack = 32;

    /// <summary>One run of the sum: where it starts in <c>a</c> (relative to the row) and in <c>b</c>.</summary>
    public readonly record struct Segment(int A, int B);

    /// <summary>Computes <paramref name="columns"/> columns (at most a tile's) for every row.</summary>
    /// <param name="a">Left values.</param>
    /// <param name="rows">Start of each row in <paramref name="a"/>.</param>
    /// <param name="b">Right values; at least <see cref="Slack"/> floats longer than what the product needs.</param>
    /// <param name="segments">The runs of the sum.</param>
    /// <param name="length">Terms in each run.</param>
    /// <param name="aStride">Step in <paramref name="a"/> between terms.</param>
    /// <param name="bStride">Step in <paramref name="b"/> between terms.</param>
    /// <param name="c">Results.</param>
    /// <param name="cRows">Start of each row's results in <paramref name="c"/>.</param>
    /// <param name="columns">Columns to store, 1 to <see cref="TileColumns"/>.</param>
    /// <param name="accumulate">Whether to add to <paramref name="c"/> rather than overwrite it.</param>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<int> rows, ReadOnlySpan<float> b, ReadOnlySpan<Segment> segments,
        int length, int aStride, int bStride, Span<float> c, ReadOnlySpan<int> cRows, int columns, bool accumulate)
    {
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        int whole = columns == TileColumns ? rows.Length - rows.Length % TileRows : 0;
        for (int r = 0; r < whole; r += TileRows)
        {
            Tile(
                ref a0, rows.Slice(r, TileRows), ref b0, segments, length, aStride, bStride,
                ref MemoryMarshal.GetReference(c), cRows.Slice(r, TileRows), accumulate);
        }
        if (whole == rows.Length)
            return;
        Span<int> tileRows = stackalloc int[TileRows];
        ReadOnlySpan<int> tileStarts = [0, TileColumns, 2 * TileColumns, 3 * TileColumns, 4 * TileColumns, 5 * TileColumns];
        Span<float> tile = stackalloc float[TileRows * TileColumns];
        for (int r = whole; r < rows.Length; r += TileRows)
        {
            int count = Math.Min(TileRows, rows.Length - r);
            for (int i = 0; i < TileRows; i++)
                tileRows[i] = rows[r + Math.Min(i, count - 1)];
            Tile(
                ref a0, tileRows, ref b0, segments, length, aStride, bStride,
                ref MemoryMarshal.GetReference(tile), tileStarts, accumulate: false);
            for (int i = 0; i < count; i++)
            {
                Span<float> destination = c.Slice(cRows[r + i], columns);
                ReadOnlySpan<float> source = tile.Slice(i * TileColumns, columns);
                if (accumulate)
                    TensorPrimitives.Add(destination, source, destination);
                else
                    source.CopyTo(destination);
            }
        }
    }

    /// <summary>The obvious definition of <see cref="Multiply"/>, summed in double precision.</summary>
    public static void Define(
        ReadOnlySpan<float> a, ReadOnlySpan<int> rows, ReadOnlySpan<float> b, ReadOnlySpan<Segment> segments,
        int length, int aStride, int bStride, Span<float> c, ReadOnlySpan<int> cRows, int columns, bool accumulate)
    {
        for (int r = 0; r < rows.Length; r++)
            for (int j = 0; j < columns; j++)
            {
                double sum = accumulate ? c[cRows[r] + j] : 0;
                foreach (Segment s in segments)
                    for (int i = 0; i < length; i++)
                        sum += (double)a[rows[r] + s.A + i * aStride] * b[s.B + i * bStride + j];
                c[cRows[r] + j] = (float)sum;
            }
    }

    static void Tile(
        ref float a, ReadOnlySpan<int> rows, ref float b, ReadOnlySpan<Segment> segments,
        int length, int aStride, int bStride, ref float c, ReadOnlySpan<int> cRows, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
            Tile512(ref a, rows, ref b, segments, length, aStride, bStride, ref c, cRows, accumulate);
        else
            TileVector(ref a, rows, ref b, segments, length, aStride, bStride, ref c, cRows, accumulate);
    }

    internal static void TileVector(
        ref float a, ReadOnlySpan<int> rows, ref float b, ReadOnlySpan<Segment> segments,
        int length, nint aStride, nint bStride, ref float c, ReadOnlySpan<int> cRows, bool accumulate)
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        if (accumulate)
        {
            c00 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[0]));
            c01 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[0]), (nuint)Vector<float>.Count);
            c10 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[1]));
            c11 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[1]), (nuint)Vector<float>.Count);
            c20 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[2]));
            c21 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[2]), (nuint)Vector<float>.Count);
            c30 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[3]));
            c31 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[3]), (nuint)Vector<float>.Count);
            c40 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[4]));
            c41 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[4]), (nuint)Vector<float>.Count);
            c50 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[5]));
            c51 = Vector.LoadUnsafe(ref Unsafe.Add(ref c, cRows[5]), (nuint)Vector<float>.Count);
        }
        int r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3], r4 = rows[4], r5 = rows[5];
        foreach (Segment s in segments)
        {
            ref float a0 = ref Unsafe.Add(ref a, r0 + s.A);
            ref float a1 = ref Unsafe.Add(ref a, r1 + s.A);
            ref float a2 = ref Unsafe.Add(ref a, r2 + s.A);
            ref float a3 = ref Unsafe.Add(ref a, r3 + s.A);
            ref float a4 = ref Unsafe.Add(ref a, r4 + s.A);
            ref float a5 = ref Unsafe.Add(ref a, r5 + s.A);
            ref float bi = ref Unsafe.Add(ref b, s.B);
            nint end = length * aStride;
            for (nint i = 0; i != end; i += aStride)
            {
                Vector<float> b0 = Vector.LoadUnsafe(ref bi);
                Vector<float> b1 = Vector.LoadUnsafe(ref bi, (nuint)Vector<float>.Count);
                Vector<float> v = new(Unsafe.Add(ref a0, i));
                c00 = Vector.MultiplyAddEstimate(v, b0, c00);
                c01 = Vector.MultiplyAddEstimate(v, b1, c01);
                v = new(Unsafe.Add(ref a1, i));
                c10 = Vector.MultiplyAddEstimate(v, b0, c10);
                c11 = Vector.MultiplyAddEstimate(v, b1, c11);
                v = new(Unsafe.Add(ref a2, i));
                c20 = Vector.MultiplyAddEstimate(v, b0, c20);
                c21 = Vector.MultiplyAddEstimate(v, b1, c21);
                v = new(Unsafe.Add(ref a3, i));
                c30 = Vector.MultiplyAddEstimate(v, b0, c30);
                c31 = Vector.MultiplyAddEstimate(v, b1, c31);
                v = new(Unsafe.Add(ref a4, i));
                c40 = Vector.MultiplyAddEstimate(v, b0, c40);
                c41 = Vector.MultiplyAddEstimate(v, b1, c41);
                v = new(Unsafe.Add(ref a5, i));
                c50 = Vector.MultiplyAddEstimate(v, b0, c50);
                c51 = Vector.MultiplyAddEstimate(v, b1, c51);
                bi = ref Unsafe.Add(ref bi, bStride);
            }
        }
        c00.StoreUnsafe(ref Unsafe.Add(ref c, cRows[0]));
        c01.StoreUnsafe(ref Unsafe.Add(ref c, cRows[0]), (nuint)Vector<float>.Count);
        c10.StoreUnsafe(ref Unsafe.Add(ref c, cRows[1]));
        c11.StoreUnsafe(ref Unsafe.Add(ref c, cRows[1]), (nuint)Vector<float>.Count);
        c20.StoreUnsafe(ref Unsafe.Add(ref c, cRows[2]));
        c21.StoreUnsafe(ref Unsafe.Add(ref c, cRows[2]), (nuint)Vector<float>.Count);
        c30.StoreUnsafe(ref Unsafe.Add(ref c, cRows[3]));
        c31.StoreUnsafe(ref Unsafe.Add(ref c, cRows[3]), (nuint)Vector<float>.Count);
        c40.StoreUnsafe(ref Unsafe.Add(ref c, cRows[4]));
        c41.StoreUnsafe(ref Unsafe.Add(ref c, cRows[4]), (nuint)Vector<float>.Count);
        c50.StoreUnsafe(ref Unsafe.Add(ref c, cRows[5]));
        c51.StoreUnsafe(ref Unsafe.Add(ref c, cRows[5]), (nuint)Vector<float>.Count);
    }

    /// <summary>As <see cref="TileVector"/>, with 512-bit vectors, which <see cref="Vector{T}"/> does not use by default.</summary>
    internal static void Tile512(
        ref float a, ReadOnlySpan<int> rows, ref float b, ReadOnlySpan<Segment> segments,
        int length, nint aStride, nint bStride, ref float c, ReadOnlySpan<int> cRows, bool accumulate)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        if (accumulate)
        {
            c00 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[0]));
            c01 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[0]), (nuint)Vector512<float>.Count);
            c10 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[1]));
            c11 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[1]), (nuint)Vector512<float>.Count);
            c20 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[2]));
            c21 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[2]), (nuint)Vector512<float>.Count);
            c30 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[3]));
            c31 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[3]), (nuint)Vector512<float>.Count);
            c40 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[4]));
            c41 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[4]), (nuint)Vector512<float>.Count);
            c50 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[5]));
            c51 = Vector512.LoadUnsafe(ref Unsafe.Add(ref c, cRows[5]), (nuint)Vector512<float>.Count);
        }
        int r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3], r4 = rows[4], r5 = rows[5];
        foreach (Segment s in segments)
        {
            ref float a0 = ref Unsafe.Add(ref a, r0 + s.A);
            ref float a1 = ref Unsafe.Add(ref a, r1 + s.A);
            ref float a2 = ref Unsafe.Add(ref a, r2 + s.A);
            ref float a3 = ref Unsafe.Add(ref a, r3 + s.A);
            ref float a4 = ref Unsafe.Add(ref a, r4 + s.A);
            ref float a5 = ref Unsafe.Add(ref a, r5 + s.A);
            ref float bi = ref Unsafe.Add(ref b, s.B);
            nint end = length * aStride;
            for (nint i = 0; i != end; i += aStride)
            {
                Vector512<float> b0 = Vector512.LoadUnsafe(ref bi);
                Vector512<float> b1 = Vector512.LoadUnsafe(ref bi, (nuint)Vector512<float>.Count);
                Vector512<float> v = Vector512.Create(Unsafe.Add(ref a0, i));
                c00 = Vector512.MultiplyAddEstimate(v, b0, c00);
                c01 = Vector512.MultiplyAddEstimate(v, b1, c01);
                v = Vector512.Create(Unsafe.Add(ref a1, i));
                c10 = Vector512.MultiplyAddEstimate(v, b0, c10);
                c11 = Vector512.MultiplyAddEstimate(v, b1, c11);
                v = Vector512.Create(Unsafe.Add(ref a2, i));
                c20 = Vector512.MultiplyAddEstimate(v, b0, c20);
                c21 = Vector512.MultiplyAddEstimate(v, b1, c21);
                v = Vector512.Create(Unsafe.Add(ref a3, i));
                c30 = Vector512.MultiplyAddEstimate(v, b0, c30);
                c31 = Vector512.MultiplyAddEstimate(v, b1, c31);
                v = Vector512.Create(Unsafe.Add(ref a4, i));
                c40 = Vector512.MultiplyAddEstimate(v, b0, c40);
                c41 = Vector512.MultiplyAddEstimate(v, b1, c41);
                v = Vector512.Create(Unsafe.Add(ref a5, i));
                c50 = Vector512.MultiplyAddEstimate(v, b0, c50);
                c51 = Vector512.MultiplyAddEstimate(v, b1, c51);
                bi = ref Unsafe.Add(ref bi, bStride);
            }
        }
        c00.StoreUnsafe(ref Unsafe.Add(ref c, cRows[0]));
        c01.StoreUnsafe(ref Unsafe.Add(ref c, cRows[0]), (nuint)Vector512<float>.Count);
        c10.StoreUnsafe(ref Unsafe.Add(ref c, cRows[1]));
        c11.StoreUnsafe(ref Unsafe.Add(ref c, cRows[1]), (nuint)Vector512<float>.Count);
        c20.StoreUnsafe(ref Unsafe.Add(ref c, cRows[2]));
        c21.StoreUnsafe(ref Unsafe.Add(ref c, cRows[2]), (nuint)Vector512<float>.Count);
        c30.StoreUnsafe(ref Unsafe.Add(ref c, cRows[3]));
        c31.StoreUnsafe(ref Unsafe.Add(ref c, cRows[3]), (nuint)Vector512<float>.Count);
        c40.StoreUnsafe(ref Unsafe.Add(ref c, cRows[4]));
        c41.StoreUnsafe(ref Unsafe.Add(ref c, cRows[4]), (nuint)Vector512<float>.Count);
        c50.StoreUnsafe(ref Unsafe.Add(ref c, cRows[5]));
        c51.StoreUnsafe(ref Unsafe.Add(ref c, cRows[5]), (nuint)Vector512<float>.Count);
    }
}
