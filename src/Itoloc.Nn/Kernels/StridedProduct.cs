using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Itoloc.Nn.Kernels;

/// <summary>A matrix product for many small matrices: less general than <see cref="GatheredProduct"/> and quicker to start.</summary>
/// <remarks>
/// Computes <c>c[r, j] (+)= Σ_s Σ_k a[s·aRun + k·aStep + r·aRow] · b[s·bRun + k·bStep + j]</c> for a tile's width of
/// columns j. Six rows by two vectors are held in twelve accumulators, as there, or eight where there are 32 registers of
/// 512 bits; the rows are a constant step apart, so two addresses and one step name them all. Six and four rows at a time
/// take what is left. <see cref="Define"/> is the obvious definition that the tests compare with.
/// </remarks>
static class StridedProduct
{
    /// <summary>Columns computed at a time.</summary>
    public static readonly int Columns =
        Vector512.IsHardwareAccelerated ? 2 * Vector512<float>.Count : 2 * Vector<float>.Count;

    // Floats asked for with every term: half a line, which is as fast as memory answers.
    const int AheadStep = 8;

    /// <summary>The terms of a sum: runs of equal length, and the floats between terms and between runs.</summary>
    /// <param name="Count">Terms of a run.</param>
    /// <param name="AStep">Between terms of a.</param>
    /// <param name="BStep">Between terms of b.</param>
    /// <param name="Runs">Runs.</param>
    /// <param name="ARun">Between runs of a.</param>
    /// <param name="BRun">Between runs of b.</param>
    public readonly record struct Terms(int Count, int AStep, int BStep, int Runs = 1, int ARun = 0, int BRun = 0);

    /// <summary>Computes <see cref="Columns"/> columns.</summary>
    /// <param name="a">Left values.</param>
    /// <param name="aRow">Floats between rows of <paramref name="a"/>.</param>
    /// <param name="b">Right values.</param>
    /// <param name="c">Results.</param>
    /// <param name="cRow">Floats between rows of <paramref name="c"/>.</param>
    /// <param name="rows">Rows; even, and not 2.</param>
    /// <param name="terms">What is summed.</param>
    /// <param name="accumulate">Whether to add to <paramref name="c"/> rather than overwrite it.</param>
    /// <param name="ahead">What to ask for meanwhile.</param>
    public static void Multiply(
        ReadOnlySpan<float> a, int aRow, ReadOnlySpan<float> b, Span<float> c, int cRow, int rows, in Terms terms, bool accumulate,
        Prefetcher? ahead = null)
    {
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        ref float c0 = ref MemoryMarshal.GetReference(c);
        for (; Vector512.IsHardwareAccelerated && rows >= 8 && rows != 10; rows -= 8)
        {
            bool isAny = false;
            ref float next = ref ahead is null ? ref a0 : ref ahead.Next(terms.Count * AheadStep, out isAny);
            Eight(ref a0, aRow, ref b0, ref c0, cRow, terms, accumulate, ref next, isAny ? AheadStep : 0);
            a0 = ref Unsafe.Add(ref a0, 8 * aRow);
            c0 = ref Unsafe.Add(ref c0, 8 * cRow);
        }
        for (; rows >= 6 && rows != 8; rows -= 6)
        {
            if (Vector512.IsHardwareAccelerated)
                Six<Wide>(ref a0, aRow, ref b0, ref c0, cRow, terms, accumulate);
            else
                Six<Narrow>(ref a0, aRow, ref b0, ref c0, cRow, terms, accumulate);
            a0 = ref Unsafe.Add(ref a0, 6 * aRow);
            c0 = ref Unsafe.Add(ref c0, 6 * cRow);
        }
        for (; rows > 0; rows -= 4)
        {
            if (Vector512.IsHardwareAccelerated)
                Four<Wide>(ref a0, aRow, ref b0, ref c0, cRow, terms, accumulate);
            else
                Four<Narrow>(ref a0, aRow, ref b0, ref c0, cRow, terms, accumulate);
            a0 = ref Unsafe.Add(ref a0, 4 * aRow);
            c0 = ref Unsafe.Add(ref c0, 4 * cRow);
        }
    }

    /// <summary>The obvious definition of <see cref="Multiply"/>, summed in double precision.</summary>
    public static void Define(
        ReadOnlySpan<float> a, int aRow, ReadOnlySpan<float> b, Span<float> c, int cRow, int rows, in Terms terms, bool accumulate)
    {
        for (int r = 0; r < rows; r++)
            for (int j = 0; j < Columns; j++)
            {
                double sum = accumulate ? c[r * cRow + j] : 0;
                for (int s = 0; s < terms.Runs; s++)
                    for (int k = 0; k < terms.Count; k++)
                    {
                        sum += (double)a[s * terms.ARun + k * terms.AStep + r * aRow]
                            * b[s * terms.BRun + k * terms.BStep + j];
                    }
                c[r * cRow + j] = (float)sum;
            }
    }

    static unsafe void Eight(
        ref float a, nint aRow, ref float b, ref float c, nint cRow, in Terms terms, bool accumulate,
        ref float next, nint nextStep)
    {
        nint count = terms.Count, aStep = terms.AStep, bStep = terms.BStep;
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default;
        ref float lower = ref Unsafe.Add(ref c, 4 * cRow);
        if (accumulate)
        {
            (c00, c01) = (Load512(ref c, 0), Load512(ref c, 16));
            (c10, c11) = (Load512(ref c, cRow), Load512(ref c, cRow + 16));
            (c20, c21) = (Load512(ref c, 2 * cRow), Load512(ref c, 2 * cRow + 16));
            (c30, c31) = (Load512(ref c, 3 * cRow), Load512(ref c, 3 * cRow + 16));
            (c40, c41) = (Load512(ref lower, 0), Load512(ref lower, 16));
            (c50, c51) = (Load512(ref lower, cRow), Load512(ref lower, cRow + 16));
            (c60, c61) = (Load512(ref lower, 2 * cRow), Load512(ref lower, 2 * cRow + 16));
            (c70, c71) = (Load512(ref lower, 3 * cRow), Load512(ref lower, 3 * cRow + 16));
        }
        ref float a4 = ref Unsafe.Add(ref a, 4 * aRow);
        for (int run = 0; run < terms.Runs; run++)
        {
            for (nint k = 0; k < count; k++)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch1(Unsafe.AsPointer(ref next));
                next = ref Unsafe.Add(ref next, nextStep);
                Vector512<float> b0 = Load512(ref b, 0), b1 = Load512(ref b, 16);
                Vector512<float> v = Vector512.Create(a);
                c00 = Vector512.MultiplyAddEstimate(v, b0, c00);
                c01 = Vector512.MultiplyAddEstimate(v, b1, c01);
                v = Vector512.Create(Unsafe.Add(ref a, aRow));
                c10 = Vector512.MultiplyAddEstimate(v, b0, c10);
                c11 = Vector512.MultiplyAddEstimate(v, b1, c11);
                v = Vector512.Create(Unsafe.Add(ref a, 2 * aRow));
                c20 = Vector512.MultiplyAddEstimate(v, b0, c20);
                c21 = Vector512.MultiplyAddEstimate(v, b1, c21);
                v = Vector512.Create(Unsafe.Add(ref a, 3 * aRow));
                c30 = Vector512.MultiplyAddEstimate(v, b0, c30);
                c31 = Vector512.MultiplyAddEstimate(v, b1, c31);
                v = Vector512.Create(a4);
                c40 = Vector512.MultiplyAddEstimate(v, b0, c40);
                c41 = Vector512.MultiplyAddEstimate(v, b1, c41);
                v = Vector512.Create(Unsafe.Add(ref a4, aRow));
                c50 = Vector512.MultiplyAddEstimate(v, b0, c50);
                c51 = Vector512.MultiplyAddEstimate(v, b1, c51);
                v = Vector512.Create(Unsafe.Add(ref a4, 2 * aRow));
                c60 = Vector512.MultiplyAddEstimate(v, b0, c60);
                c61 = Vector512.MultiplyAddEstimate(v, b1, c61);
                v = Vector512.Create(Unsafe.Add(ref a4, 3 * aRow));
                c70 = Vector512.MultiplyAddEstimate(v, b0, c70);
                c71 = Vector512.MultiplyAddEstimate(v, b1, c71);
                a = ref Unsafe.Add(ref a, aStep);
                a4 = ref Unsafe.Add(ref a4, aStep);
                b = ref Unsafe.Add(ref b, bStep);
            }
            a = ref Unsafe.Add(ref a, terms.ARun - count * aStep);
            a4 = ref Unsafe.Add(ref a4, terms.ARun - count * aStep);
            b = ref Unsafe.Add(ref b, terms.BRun - count * bStep);
        }
        c00.StoreUnsafe(ref Unsafe.Add(ref c, 0));
        c01.StoreUnsafe(ref Unsafe.Add(ref c, 16));
        c10.StoreUnsafe(ref Unsafe.Add(ref c, cRow));
        c11.StoreUnsafe(ref Unsafe.Add(ref c, cRow + 16));
        c20.StoreUnsafe(ref Unsafe.Add(ref c, 2 * cRow));
        c21.StoreUnsafe(ref Unsafe.Add(ref c, 2 * cRow + 16));
        c30.StoreUnsafe(ref Unsafe.Add(ref c, 3 * cRow));
        c31.StoreUnsafe(ref Unsafe.Add(ref c, 3 * cRow + 16));
        c40.StoreUnsafe(ref Unsafe.Add(ref lower, 0));
        c41.StoreUnsafe(ref Unsafe.Add(ref lower, 16));
        c50.StoreUnsafe(ref Unsafe.Add(ref lower, cRow));
        c51.StoreUnsafe(ref Unsafe.Add(ref lower, cRow + 16));
        c60.StoreUnsafe(ref Unsafe.Add(ref lower, 2 * cRow));
        c61.StoreUnsafe(ref Unsafe.Add(ref lower, 2 * cRow + 16));
        c70.StoreUnsafe(ref Unsafe.Add(ref lower, 3 * cRow));
        c71.StoreUnsafe(ref Unsafe.Add(ref lower, 3 * cRow + 16));
    }

    static Vector512<float> Load512(ref float x, nint i) => Vector512.LoadUnsafe(ref Unsafe.Add(ref x, i));

    static void Six<T>(
        ref float a, nint aRow, ref float b, ref float c, nint cRow, in Terms terms, bool accumulate)
        where T : struct, ILane<T>
    {
        nint count = terms.Count, aStep = terms.AStep, bStep = terms.BStep;
        T c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        T c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        nint second = T.Count;
        ref float lower = ref Unsafe.Add(ref c, 3 * cRow);
        if (accumulate)
        {
            (c00, c01) = (T.Load(ref c, 0), T.Load(ref c, second));
            (c10, c11) = (T.Load(ref c, cRow), T.Load(ref c, cRow + second));
            (c20, c21) = (T.Load(ref c, 2 * cRow), T.Load(ref c, 2 * cRow + second));
            (c30, c31) = (T.Load(ref lower, 0), T.Load(ref lower, second));
            (c40, c41) = (T.Load(ref lower, cRow), T.Load(ref lower, cRow + second));
            (c50, c51) = (T.Load(ref lower, 2 * cRow), T.Load(ref lower, 2 * cRow + second));
        }
        ref float a3 = ref Unsafe.Add(ref a, 3 * aRow);
        for (int run = 0; run < terms.Runs; run++)
        {
            for (nint k = 0; k < count; k++)
            {
                T b0 = T.Load(ref b, 0), b1 = T.Load(ref b, second);
                T v = T.Create(a);
                c00 = T.Add(c00, v, b0);
                c01 = T.Add(c01, v, b1);
                v = T.Create(Unsafe.Add(ref a, aRow));
                c10 = T.Add(c10, v, b0);
                c11 = T.Add(c11, v, b1);
                v = T.Create(Unsafe.Add(ref a, 2 * aRow));
                c20 = T.Add(c20, v, b0);
                c21 = T.Add(c21, v, b1);
                v = T.Create(a3);
                c30 = T.Add(c30, v, b0);
                c31 = T.Add(c31, v, b1);
                v = T.Create(Unsafe.Add(ref a3, aRow));
                c40 = T.Add(c40, v, b0);
                c41 = T.Add(c41, v, b1);
                v = T.Create(Unsafe.Add(ref a3, 2 * aRow));
                c50 = T.Add(c50, v, b0);
                c51 = T.Add(c51, v, b1);
                a = ref Unsafe.Add(ref a, aStep);
                a3 = ref Unsafe.Add(ref a3, aStep);
                b = ref Unsafe.Add(ref b, bStep);
            }
            a = ref Unsafe.Add(ref a, terms.ARun - count * aStep);
            a3 = ref Unsafe.Add(ref a3, terms.ARun - count * aStep);
            b = ref Unsafe.Add(ref b, terms.BRun - count * bStep);
        }
        T.Store(c00, ref c, 0);
        T.Store(c01, ref c, second);
        T.Store(c10, ref c, cRow);
        T.Store(c11, ref c, cRow + second);
        T.Store(c20, ref c, 2 * cRow);
        T.Store(c21, ref c, 2 * cRow + second);
        T.Store(c30, ref lower, 0);
        T.Store(c31, ref lower, second);
        T.Store(c40, ref lower, cRow);
        T.Store(c41, ref lower, cRow + second);
        T.Store(c50, ref lower, 2 * cRow);
        T.Store(c51, ref lower, 2 * cRow + second);
    }

    static void Four<T>(
        ref float a, nint aRow, ref float b, ref float c, nint cRow, in Terms terms, bool accumulate)
        where T : struct, ILane<T>
    {
        nint count = terms.Count, aStep = terms.AStep, bStep = terms.BStep;
        T c00 = default, c01 = default, c10 = default, c11 = default;
        T c20 = default, c21 = default, c30 = default, c31 = default;
        nint second = T.Count;
        if (accumulate)
        {
            (c00, c01) = (T.Load(ref c, 0), T.Load(ref c, second));
            (c10, c11) = (T.Load(ref c, cRow), T.Load(ref c, cRow + second));
            (c20, c21) = (T.Load(ref c, 2 * cRow), T.Load(ref c, 2 * cRow + second));
            (c30, c31) = (T.Load(ref c, 3 * cRow), T.Load(ref c, 3 * cRow + second));
        }
        for (int run = 0; run < terms.Runs; run++)
        {
            for (nint k = 0; k < count; k++)
            {
                T b0 = T.Load(ref b, 0), b1 = T.Load(ref b, second);
                T v = T.Create(a);
                c00 = T.Add(c00, v, b0);
                c01 = T.Add(c01, v, b1);
                v = T.Create(Unsafe.Add(ref a, aRow));
                c10 = T.Add(c10, v, b0);
                c11 = T.Add(c11, v, b1);
                v = T.Create(Unsafe.Add(ref a, 2 * aRow));
                c20 = T.Add(c20, v, b0);
                c21 = T.Add(c21, v, b1);
                v = T.Create(Unsafe.Add(ref a, 3 * aRow));
                c30 = T.Add(c30, v, b0);
                c31 = T.Add(c31, v, b1);
                a = ref Unsafe.Add(ref a, aStep);
                b = ref Unsafe.Add(ref b, bStep);
            }
            a = ref Unsafe.Add(ref a, terms.ARun - count * aStep);
            b = ref Unsafe.Add(ref b, terms.BRun - count * bStep);
        }
        T.Store(c00, ref c, 0);
        T.Store(c01, ref c, second);
        T.Store(c10, ref c, cRow);
        T.Store(c11, ref c, cRow + second);
        T.Store(c20, ref c, 2 * cRow);
        T.Store(c21, ref c, 2 * cRow + second);
        T.Store(c30, ref c, 3 * cRow);
        T.Store(c31, ref c, 3 * cRow + second);
    }
}
