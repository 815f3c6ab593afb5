using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Itoloc.Nn.Kernels;

/// <summary>A matrix product for many small matrices: less general than <see cref="GatheredProduct"/> and quicker to start.</summary>
/// <remarks>
/// Computes <c>c[r, j] (+)= Σ_k a[r·aRow + k·aStep] · b[k·bStep + j]</c> for a tile's width of columns j. Six rows by two
/// vectors are held in twelve accumulators, as there; the rows are a constant step apart, so two addresses and
/// one step name them all. Four rows at a time take what six do not divide. <see cref="Define"/> is the obvious
/// definition that the tests compare with.
/// </remarks>
static class StridedProduct
{
    /// <summary>Columns computed at a time.</summary>
    public static readonly int Columns = 2 * Vector<float>.Count;

    /// <summary>Computes <see cref="Columns"/> columns.</summary>
    /// <param name="a">Left values.</param>
    /// <param name="aRow">Floats between rows of <paramref name="a"/>.</param>
    /// <param name="aStep">Floats between terms of <paramref name="a"/>.</param>
    /// <param name="b">Right values.</param>
    /// <param name="bStep">Floats between terms of <paramref name="b"/>.</param>
    /// <param name="c">Results.</param>
    /// <param name="cRow">Floats between rows of <paramref name="c"/>.</param>
    /// <param name="rows">Rows; even, and not 2.</param>
    /// <param name="terms">Terms of each sum.</param>
    /// <param name="accumulate">Whether to add to <paramref name="c"/> rather than overwrite it.</param>
    public static void Multiply(
        ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> b, int bStep,
        Span<float> c, int cRow, int rows, int terms, bool accumulate)
    {
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        ref float c0 = ref MemoryMarshal.GetReference(c);
        int fours = (rows % 6) switch { 0 => 0, 4 => 1, _ => 2 }, sixes = (rows - 4 * fours) / 6;
        for (int i = 0; i < sixes; i++)
        {
            Six(ref a0, aRow, aStep, ref b0, bStep, ref c0, cRow, terms, accumulate);
            a0 = ref Unsafe.Add(ref a0, 6 * aRow);
            c0 = ref Unsafe.Add(ref c0, 6 * cRow);
        }
        for (int i = 0; i < fours; i++)
        {
            Four(ref a0, aRow, aStep, ref b0, bStep, ref c0, cRow, terms, accumulate);
            a0 = ref Unsafe.Add(ref a0, 4 * aRow);
            c0 = ref Unsafe.Add(ref c0, 4 * cRow);
        }
    }

    /// <summary>The obvious definition of <see cref="Multiply"/>, summed in double precision.</summary>
    public static void Define(
        ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> b, int bStep,
        Span<float> c, int cRow, int rows, int terms, bool accumulate)
    {
        for (int r = 0; r < rows; r++)
            for (int j = 0; j < Columns; j++)
            {
                double sum = accumulate ? c[r * cRow + j] : 0;
                for (int k = 0; k < terms; k++)
                    sum += (double)a[r * aRow + k * aStep] * b[k * bStep + j];
                c[r * cRow + j] = (float)sum;
            }
    }

    static void Six(
        ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, nint terms, bool accumulate)
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        nint second = Vector<float>.Count;
        ref float lower = ref Unsafe.Add(ref c, 3 * cRow);
        if (accumulate)
        {
            (c00, c01) = (Lane.Load(ref c, 0), Lane.Load(ref c, second));
            (c10, c11) = (Lane.Load(ref c, cRow), Lane.Load(ref c, cRow + second));
            (c20, c21) = (Lane.Load(ref c, 2 * cRow), Lane.Load(ref c, 2 * cRow + second));
            (c30, c31) = (Lane.Load(ref lower, 0), Lane.Load(ref lower, second));
            (c40, c41) = (Lane.Load(ref lower, cRow), Lane.Load(ref lower, cRow + second));
            (c50, c51) = (Lane.Load(ref lower, 2 * cRow), Lane.Load(ref lower, 2 * cRow + second));
        }
        ref float a3 = ref Unsafe.Add(ref a, 3 * aRow);
        for (nint k = 0; k < terms; k++)
        {
            Vector<float> b0 = Lane.Load(ref b, 0), b1 = Lane.Load(ref b, second);
            Vector<float> v = new(a);
            c00 = Vector.MultiplyAddEstimate(v, b0, c00);
            c01 = Vector.MultiplyAddEstimate(v, b1, c01);
            v = new(Unsafe.Add(ref a, aRow));
            c10 = Vector.MultiplyAddEstimate(v, b0, c10);
            c11 = Vector.MultiplyAddEstimate(v, b1, c11);
            v = new(Unsafe.Add(ref a, 2 * aRow));
            c20 = Vector.MultiplyAddEstimate(v, b0, c20);
            c21 = Vector.MultiplyAddEstimate(v, b1, c21);
            v = new(a3);
            c30 = Vector.MultiplyAddEstimate(v, b0, c30);
            c31 = Vector.MultiplyAddEstimate(v, b1, c31);
            v = new(Unsafe.Add(ref a3, aRow));
            c40 = Vector.MultiplyAddEstimate(v, b0, c40);
            c41 = Vector.MultiplyAddEstimate(v, b1, c41);
            v = new(Unsafe.Add(ref a3, 2 * aRow));
            c50 = Vector.MultiplyAddEstimate(v, b0, c50);
            c51 = Vector.MultiplyAddEstimate(v, b1, c51);
            a = ref Unsafe.Add(ref a, aStep);
            a3 = ref Unsafe.Add(ref a3, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }
        Lane.Store(c00, ref c, 0);
        Lane.Store(c01, ref c, second);
        Lane.Store(c10, ref c, cRow);
        Lane.Store(c11, ref c, cRow + second);
        Lane.Store(c20, ref c, 2 * cRow);
        Lane.Store(c21, ref c, 2 * cRow + second);
        Lane.Store(c30, ref lower, 0);
        Lane.Store(c31, ref lower, second);
        Lane.Store(c40, ref lower, cRow);
        Lane.Store(c41, ref lower, cRow + second);
        Lane.Store(c50, ref lower, 2 * cRow);
        Lane.Store(c51, ref lower, 2 * cRow + second);
    }

    static void Four(
        ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, nint terms, bool accumulate)
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector<float> c20 = default, c21 = default, c30 = default, c31 = default;
        nint second = Vector<float>.Count;
        if (accumulate)
        {
            (c00, c01) = (Lane.Load(ref c, 0), Lane.Load(ref c, second));
            (c10, c11) = (Lane.Load(ref c, cRow), Lane.Load(ref c, cRow + second));
            (c20, c21) = (Lane.Load(ref c, 2 * cRow), Lane.Load(ref c, 2 * cRow + second));
            (c30, c31) = (Lane.Load(ref c, 3 * cRow), Lane.Load(ref c, 3 * cRow + second));
        }
        for (nint k = 0; k < terms; k++)
        {
            Vector<float> b0 = Lane.Load(ref b, 0), b1 = Lane.Load(ref b, second);
            Vector<float> v = new(a);
            c00 = Vector.MultiplyAddEstimate(v, b0, c00);
            c01 = Vector.MultiplyAddEstimate(v, b1, c01);
            v = new(Unsafe.Add(ref a, aRow));
            c10 = Vector.MultiplyAddEstimate(v, b0, c10);
            c11 = Vector.MultiplyAddEstimate(v, b1, c11);
            v = new(Unsafe.Add(ref a, 2 * aRow));
            c20 = Vector.MultiplyAddEstimate(v, b0, c20);
            c21 = Vector.MultiplyAddEstimate(v, b1, c21);
            v = new(Unsafe.Add(ref a, 3 * aRow));
            c30 = Vector.MultiplyAddEstimate(v, b0, c30);
            c31 = Vector.MultiplyAddEstimate(v, b1, c31);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }
        Lane.Store(c00, ref c, 0);
        Lane.Store(c01, ref c, second);
        Lane.Store(c10, ref c, cRow);
        Lane.Store(c11, ref c, cRow + second);
        Lane.Store(c20, ref c, 2 * cRow);
        Lane.Store(c21, ref c, 2 * cRow + second);
        Lane.Store(c30, ref c, 3 * cRow);
        Lane.Store(c31, ref c, 3 * cRow + second);
    }
}
