using System.Runtime.CompilerServices;

namespace Itoloc.Nn.Kernels;

/// <summary>A small constant matrix as straight-line vector code: y = L·x for a vector's width of columns at once.</summary>
interface ILinearMap
{
    /// <summary>Length of x.</summary>
    static abstract int From { get; }

    /// <summary>Length of y.</summary>
    static abstract int To { get; }

    /// <summary>Computes y = L·x; element i of x is the vector at <c>i · xStep</c>, of y that at <c>i · yStep</c>.</summary>
    static abstract void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
        where T : struct, ILane<T>;
}

/// <summary>
/// The maps of Winograd's minimal filtering with the points 0, ±1, ±2, ∞ and outputs of 4, window of 3:
/// y = Aᵀ·[(G·w) ∘ (Bᵀ·x)].
/// </summary>
/// <remarks>
/// For points p_i and N_i = Π_(j≠i) (p_i − p_j): row i of Aᵀ's transpose is 1, p_i, p_i², …; row i of G is that over
/// N_i; row i of Bᵀ holds the coefficients of Π_(j≠i) (t − p_j). ∞ takes the highest power alone and, in Bᵀ, the product
/// over all points. Points come in pairs ±p, so every pair shares its even and its odd half. Winograd 1980; Lavin and
/// Gray 2016, whose matrices for F(4×4, 3×3) these are.
/// </remarks>
static class SixPoints
{
    /// <summary>Bᵀ: six inputs → six points.</summary>
    public readonly struct Input : ILinearMap
    {
        public static int From => 6;

        public static int To => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x0 = T.Load(ref x, 0), x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep);
            T x3 = T.Load(ref x, 3 * xStep), x4 = T.Load(ref x, 4 * xStep), x5 = T.Load(ref x, 5 * xStep);
            T.Store(T.Add(T.Add(x4, -5, x2), 4, x0), ref y, 0);
            T even = T.Add(x4, -4, x2), odd = T.Add(x3, -4, x1);
            T.Store(even + odd, ref y, yStep);
            T.Store(even - odd, ref y, 2 * yStep);
            even = x4 - x2;
            odd = x3 - x1;
            T.Store(T.Add(even, 2, odd), ref y, 3 * yStep);
            T.Store(T.Add(even, -2, odd), ref y, 4 * yStep);
            T.Store(T.Add(T.Add(x5, -5, x3), 4, x1), ref y, 5 * yStep);
        }
    }

    /// <summary>Aᵀ: six points → four outputs.</summary>
    public readonly struct Output : ILinearMap
    {
        public static int From => 6;

        public static int To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep);
            T x3 = T.Load(ref x, 3 * xStep), x4 = T.Load(ref x, 4 * xStep);
            T even1 = x1 + x2, odd1 = x1 - x2, even2 = x3 + x4, odd2 = x3 - x4;
            T.Store(T.Load(ref x, 0) + even1 + even2, ref y, 0);
            T.Store(T.Add(odd1, 2, odd2), ref y, yStep);
            T.Store(T.Add(even1, 4, even2), ref y, 2 * yStep);
            T.Store(T.Add(odd1, 8, odd2) + T.Load(ref x, 5 * xStep), ref y, 3 * yStep);
        }
    }

    /// <summary>A: four output gradients → six points.</summary>
    public readonly struct OutputGradient : ILinearMap
    {
        public static int From => 4;

        public static int To => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x0 = T.Load(ref x, 0), x1 = T.Load(ref x, xStep);
            T x2 = T.Load(ref x, 2 * xStep), x3 = T.Load(ref x, 3 * xStep);
            T.Store(x0, ref y, 0);
            T even = x0 + x2, odd = x1 + x3;
            T.Store(even + odd, ref y, yStep);
            T.Store(even - odd, ref y, 2 * yStep);
            even = T.Add(x0, 4, x2);
            odd = T.Add(x1, 4, x3);
            T.Store(T.Add(even, 2, odd), ref y, 3 * yStep);
            T.Store(T.Add(even, -2, odd), ref y, 4 * yStep);
            T.Store(x3, ref y, 5 * yStep);
        }
    }

    /// <summary>G: three weights → six points.</summary>
    public readonly struct Weight : ILinearMap
    {
        public static int From => 3;

        public static int To => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x0 = T.Load(ref x, 0), x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep);
            T.Store(x0 * (1 / 4f), ref y, 0);
            T even = (x0 + x2) * (-1 / 6f), odd = x1 * (-1 / 6f);
            T.Store(even + odd, ref y, yStep);
            T.Store(even - odd, ref y, 2 * yStep);
            even = T.Add(x0, 4, x2) * (1 / 24f);
            odd = x1 * (1 / 12f);
            T.Store(even + odd, ref y, 3 * yStep);
            T.Store(even - odd, ref y, 4 * yStep);
            T.Store(x2, ref y, 5 * yStep);
        }
    }

    /// <summary>Gᵀ: six points → three weight gradients.</summary>
    public readonly struct WeightGradient : ILinearMap
    {
        public static int From => 6;

        public static int To => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep);
            T x3 = T.Load(ref x, 3 * xStep), x4 = T.Load(ref x, 4 * xStep);
            T even1 = (x1 + x2) * (-1 / 6f), odd1 = (x1 - x2) * (-1 / 6f);
            T even2 = (x3 + x4) * (1 / 24f), odd2 = (x3 - x4) * (1 / 12f);
            T.Store(T.Add(even1 + even2, 1 / 4f, T.Load(ref x, 0)), ref y, 0);
            T.Store(odd1 + odd2, ref y, yStep);
            T.Store(T.Add(even1, 4, even2) + T.Load(ref x, 5 * xStep), ref y, 2 * yStep);
        }
    }
}

/// <summary>
/// As <see cref="SixPoints"/> with the points 0, ±1, ±2, ±½, ∞ and outputs of 4, window of 5.
/// </summary>
static class EightPoints
{
    /// <summary>Bᵀ: eight inputs → eight points.</summary>
    public readonly struct Input : ILinearMap
    {
        public static int From => 8;

        public static int To => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep), x3 = T.Load(ref x, 3 * xStep);
            T x4 = T.Load(ref x, 4 * xStep), x5 = T.Load(ref x, 5 * xStep), x6 = T.Load(ref x, 6 * xStep);
            T.Store(T.Add(x6 - T.Load(ref x, 0), 5.25f, x2 - x4), ref y, 0);
            T.Store(T.Add(T.Load(ref x, 7 * xStep) - x1, 5.25f, x3 - x5), ref y, 7 * yStep);
            T even = T.Add(x2 + x6, -4.25f, x4), odd = T.Add(x1 + x5, -4.25f, x3);
            T.Store(even + odd, ref y, yStep);
            T.Store(even - odd, ref y, 2 * yStep);
            even = T.Add(T.Add(x6, -1.25f, x4), 0.25f, x2);
            odd = T.Add(T.Add(x5, -1.25f, x3), 0.25f, x1);
            T.Store(T.Add(even, 2, odd), ref y, 3 * yStep);
            T.Store(T.Add(even, -2, odd), ref y, 4 * yStep);
            even = T.Add(T.Add(x6, -5, x4), 4, x2);
            odd = T.Add(T.Add(x5, -5, x3), 4, x1);
            T.Store(T.Add(even, 0.5f, odd), ref y, 5 * yStep);
            T.Store(T.Add(even, -0.5f, odd), ref y, 6 * yStep);
        }
    }

    /// <summary>Aᵀ: eight points → four outputs.</summary>
    public readonly struct Output : ILinearMap
    {
        public static int From => 8;

        public static int To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep), x3 = T.Load(ref x, 3 * xStep);
            T x4 = T.Load(ref x, 4 * xStep), x5 = T.Load(ref x, 5 * xStep), x6 = T.Load(ref x, 6 * xStep);
            T even1 = x1 + x2, even2 = x3 + x4, even3 = x5 + x6;
            T odd1 = x1 - x2, odd2 = x3 - x4, odd3 = x5 - x6;
            T.Store(T.Load(ref x, 0) + even1 + even2 + even3, ref y, 0);
            T.Store(T.Add(T.Add(odd1, 2, odd2), 0.5f, odd3), ref y, yStep);
            T.Store(T.Add(T.Add(even1, 4, even2), 0.25f, even3), ref y, 2 * yStep);
            T.Store(T.Add(T.Add(odd1, 8, odd2), 0.125f, odd3) + T.Load(ref x, 7 * xStep), ref y, 3 * yStep);
        }
    }

    /// <summary>A: four output gradients → eight points.</summary>
    public readonly struct OutputGradient : ILinearMap
    {
        public static int From => 4;

        public static int To => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x0 = T.Load(ref x, 0), x1 = T.Load(ref x, xStep);
            T x2 = T.Load(ref x, 2 * xStep), x3 = T.Load(ref x, 3 * xStep);
            T.Store(x0, ref y, 0);
            T even = x0 + x2, odd = x1 + x3;
            T.Store(even + odd, ref y, yStep);
            T.Store(even - odd, ref y, 2 * yStep);
            even = T.Add(x0, 4, x2);
            odd = T.Add(x1, 4, x3);
            T.Store(T.Add(even, 2, odd), ref y, 3 * yStep);
            T.Store(T.Add(even, -2, odd), ref y, 4 * yStep);
            even = T.Add(x0, 0.25f, x2);
            odd = T.Add(x1, 0.25f, x3);
            T.Store(T.Add(even, 0.5f, odd), ref y, 5 * yStep);
            T.Store(T.Add(even, -0.5f, odd), ref y, 6 * yStep);
            T.Store(x3, ref y, 7 * yStep);
        }
    }

    /// <summary>G: five weights → eight points.</summary>
    public readonly struct Weight : ILinearMap
    {
        public static int From => 5;

        public static int To => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x0 = T.Load(ref x, 0), x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep);
            T x3 = T.Load(ref x, 3 * xStep), x4 = T.Load(ref x, 4 * xStep);
            T.Store(-x0, ref y, 0);
            T even = (x0 + x2 + x4) * (-2 / 9f), odd = (x1 + x3) * (-2 / 9f);
            T.Store(even + odd, ref y, yStep);
            T.Store(even - odd, ref y, 2 * yStep);
            even = T.Add(T.Add(x0, 4, x2), 16, x4) * (1 / 90f);
            odd = T.Add(x1, 4, x3) * (1 / 45f);
            T.Store(even + odd, ref y, 3 * yStep);
            T.Store(even - odd, ref y, 4 * yStep);
            even = T.Add(T.Add(x0, 1 / 4f, x2), 1 / 16f, x4) * (32 / 45f);
            odd = T.Add(x1, 1 / 4f, x3) * (16 / 45f);
            T.Store(even + odd, ref y, 5 * yStep);
            T.Store(even - odd, ref y, 6 * yStep);
            T.Store(x4, ref y, 7 * yStep);
        }
    }

    /// <summary>Gᵀ: eight points → five weight gradients.</summary>
    public readonly struct WeightGradient : ILinearMap
    {
        public static int From => 8;

        public static int To => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T>(ref float x, nint xStep, ref float y, nint yStep)
            where T : struct, ILane<T>
        {
            T x1 = T.Load(ref x, xStep), x2 = T.Load(ref x, 2 * xStep), x3 = T.Load(ref x, 3 * xStep);
            T x4 = T.Load(ref x, 4 * xStep), x5 = T.Load(ref x, 5 * xStep), x6 = T.Load(ref x, 6 * xStep);
            T even1 = (x1 + x2) * (-2 / 9f), even2 = (x3 + x4) * (1 / 90f), even3 = (x5 + x6) * (32 / 45f);
            T odd1 = (x1 - x2) * (-2 / 9f), odd2 = (x3 - x4) * (1 / 45f), odd3 = (x5 - x6) * (16 / 45f);
            T.Store(even1 + even2 + even3 - T.Load(ref x, 0), ref y, 0);
            T.Store(odd1 + odd2 + odd3, ref y, yStep);
            T.Store(T.Add(T.Add(even1, 4, even2), 1 / 4f, even3), ref y, 2 * yStep);
            T.Store(T.Add(T.Add(odd1, 4, odd2), 1 / 4f, odd3), ref y, 3 * yStep);
            T.Store(T.Add(T.Add(even1, 16, even2), 1 / 16f, even3) + T.Load(ref x, 7 * xStep), ref y, 4 * yStep);
        }
    }
}
