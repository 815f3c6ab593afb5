using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Itoloc.Nn.Kernels;

/// <summary>Batch normalisation of a row of pixels and its gradient, once the statistics are known, and the sums for these.</summary>
/// <remarks>
/// Two vectors of channels go down the row at a time, with everything that belongs to them in registers and several sums
/// under way while each waits for its last addition. What does not fill two vectors is done value by value, which is also
/// the definition.
/// </remarks>
sealed class RowNormalizer(int channels, float slope)
{
    /// <summary>Mean of the input.</summary>
    public readonly float[] Mean = new float[channels];

    /// <summary>Factor and summand of the input before the rectifier.</summary>
    public readonly float[] Scale = new float[channels], Shift = new float[channels];

    /// <summary>What the input and one add to the input's gradient, since the statistics depend on it.</summary>
    public readonly float[] InputFactor = new float[channels], Constant = new float[channels];

    /// <summary>Computes <c>y[p, c] = f(Scale[c]·x[p, c] + Shift[c])</c> with f(t) = max(t, slope·t).</summary>
    /// <param name="x">[pixels, channels].</param>
    /// <param name="y">[pixels, channels]; may be <paramref name="x"/>.</param>
    public void Normalize(ReadOnlySpan<float> x, Span<float> y)
    {
        y = y[..x.Length];
        int c = Vector512.IsHardwareAccelerated ? Normalize<Wide>(x, y) : Normalize<Narrow>(x, y);
        for (; c < channels; c++)
            for (int p = c; p < x.Length; p += channels)
            {
                float t = x[p] * Scale[c] + Shift[c];
                y[p] = Math.Max(t, t * slope);
            }
    }

    /// <summary>Computes <c>sums[c] += Σ_p x[p, c]</c> and <c>squares[c] += Σ_p x[p, c]²</c>.</summary>
    public void AddMoments(ReadOnlySpan<float> x, Span<float> sums, Span<float> squares)
    {
        int c = Vector512.IsHardwareAccelerated ? AddMoments<Wide>(x, sums, squares) : AddMoments<Narrow>(x, sums, squares);
        for (; c < channels; c++)
            for (int p = c; p < x.Length; p += channels)
            {
                sums[c] += x[p];
                squares[c] += x[p] * x[p];
            }
    }

    /// <summary>
    /// With g = dy before the rectifier, computes <c>sums[c] += Σ_p g[p, c]</c> and
    /// <c>products[c] += Σ_p g[p, c]·(x[p, c] − Mean[c])</c>.
    /// </summary>
    /// <param name="x">[pixels, channels].</param>
    /// <param name="dy">[pixels, channels], behind the rectifier.</param>
    /// <param name="sums">[channels].</param>
    /// <param name="products">[channels].</param>
    public void AddGradients(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> sums, Span<float> products)
    {
        dy = dy[..x.Length];
        int c = Vector512.IsHardwareAccelerated
            ? AddGradients<Wide>(x, dy, sums, products)
            : AddGradients<Narrow>(x, dy, sums, products);
        for (; c < channels; c++)
            for (int p = c; p < x.Length; p += channels)
            {
                float g = x[p] * Scale[c] + Shift[c] > 0 ? dy[p] : dy[p] * slope;
                sums[c] += g;
                products[c] += g * (x[p] - Mean[c]);
            }
    }

    /// <summary>With g as above, computes <c>dx[p, c] = Scale[c]·g[p, c] + InputFactor[c]·x[p, c] + Constant[c]</c>.</summary>
    /// <param name="x">[pixels, channels].</param>
    /// <param name="dy">[pixels, channels], behind the rectifier.</param>
    /// <param name="dx">[pixels, channels]; may be <paramref name="dy"/>.</param>
    public void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
    {
        dy = dy[..x.Length];
        dx = dx[..x.Length];
        int c = Vector512.IsHardwareAccelerated ? Gradient<Wide>(x, dy, dx) : Gradient<Narrow>(x, dy, dx);
        for (; c < channels; c++)
            for (int p = c; p < x.Length; p += channels)
            {
                float g = x[p] * Scale[c] + Shift[c] > 0 ? dy[p] : dy[p] * slope;
                dx[p] = g * Scale[c] + x[p] * InputFactor[c] + Constant[c];
            }
    }

    // The loops below return the first channel they have left.
    int Normalize<T>(ReadOnlySpan<float> x, Span<float> y)
        where T : struct, ILane<T>
    {
        ref float from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        ref float scale = ref Scale[0], shift = ref Shift[0];
        int c = 0;
        for (; c <= channels - 2 * T.Count; c += 2 * T.Count)
        {
            T a0 = T.Load(ref scale, c), b0 = T.Load(ref shift, c);
            T a1 = T.Load(ref scale, c + T.Count), b1 = T.Load(ref shift, c + T.Count);
            for (nint p = c; p < x.Length; p += channels)
            {
                T t0 = T.Add(b0, a0, T.Load(ref from, p)), t1 = T.Add(b1, a1, T.Load(ref from, p + T.Count));
                T.Store(T.Max(t0, t0 * slope), ref to, p);
                T.Store(T.Max(t1, t1 * slope), ref to, p + T.Count);
            }
        }
        return c;
    }

    int AddMoments<T>(ReadOnlySpan<float> x, Span<float> sums, Span<float> squares)
        where T : struct, ILane<T>
    {
        ref float from = ref MemoryMarshal.GetReference(x);
        ref float sum = ref MemoryMarshal.GetReference(sums[..channels]);
        ref float square = ref MemoryMarshal.GetReference(squares[..channels]);
        int c = 0;
        for (; c <= channels - 2 * T.Count; c += 2 * T.Count)
        {
            T s0 = T.Load(ref sum, c), s1 = T.Load(ref sum, c + T.Count);
            T q0 = T.Load(ref square, c), q1 = T.Load(ref square, c + T.Count);
            for (nint p = c; p < x.Length; p += channels)
            {
                T x0 = T.Load(ref from, p), x1 = T.Load(ref from, p + T.Count);
                s0 += x0;
                s1 += x1;
                q0 = T.Add(q0, x0, x0);
                q1 = T.Add(q1, x1, x1);
            }
            T.Store(s0, ref sum, c);
            T.Store(s1, ref sum, c + T.Count);
            T.Store(q0, ref square, c);
            T.Store(q1, ref square, c + T.Count);
        }
        return c;
    }

    int AddGradients<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> sums, Span<float> products)
        where T : struct, ILane<T>
    {
        ref float from = ref MemoryMarshal.GetReference(x), gradient = ref MemoryMarshal.GetReference(dy);
        ref float sum = ref MemoryMarshal.GetReference(sums[..channels]);
        ref float product = ref MemoryMarshal.GetReference(products[..channels]);
        int c = 0;
        for (; c <= channels - 2 * T.Count; c += 2 * T.Count)
        {
            T a0 = T.Load(ref Scale[0], c), b0 = T.Load(ref Shift[0], c), m0 = T.Load(ref Mean[0], c);
            T a1 = T.Load(ref Scale[0], c + T.Count), b1 = T.Load(ref Shift[0], c + T.Count), m1 = T.Load(ref Mean[0], c + T.Count);
            T s0 = T.Load(ref sum, c), s1 = T.Load(ref sum, c + T.Count);
            T q0 = T.Load(ref product, c), q1 = T.Load(ref product, c + T.Count);
            for (nint p = c; p < x.Length; p += channels)
            {
                T x0 = T.Load(ref from, p), g0 = T.Load(ref gradient, p);
                g0 = T.WherePositive(T.Add(b0, a0, x0), g0, g0 * slope);
                s0 += g0;
                q0 = T.Add(q0, g0, x0 - m0);
                T x1 = T.Load(ref from, p + T.Count), g1 = T.Load(ref gradient, p + T.Count);
                g1 = T.WherePositive(T.Add(b1, a1, x1), g1, g1 * slope);
                s1 += g1;
                q1 = T.Add(q1, g1, x1 - m1);
            }
            T.Store(s0, ref sum, c);
            T.Store(s1, ref sum, c + T.Count);
            T.Store(q0, ref product, c);
            T.Store(q1, ref product, c + T.Count);
        }
        return c;
    }

    int Gradient<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
        where T : struct, ILane<T>
    {
        ref float from = ref MemoryMarshal.GetReference(x), gradient = ref MemoryMarshal.GetReference(dy);
        ref float to = ref MemoryMarshal.GetReference(dx);
        int c = 0;
        for (; c <= channels - 2 * T.Count; c += 2 * T.Count)
        {
            int d = c + T.Count;
            T a0 = T.Load(ref Scale[0], c), b0 = T.Load(ref Shift[0], c), a1 = T.Load(ref Scale[0], d), b1 = T.Load(ref Shift[0], d);
            T f0 = T.Load(ref InputFactor[0], c), k0 = T.Load(ref Constant[0], c);
            T f1 = T.Load(ref InputFactor[0], d), k1 = T.Load(ref Constant[0], d);
            for (nint p = c; p < x.Length; p += channels)
            {
                T x0 = T.Load(ref from, p), g0 = T.Load(ref gradient, p);
                T x1 = T.Load(ref from, p + T.Count), g1 = T.Load(ref gradient, p + T.Count);
                g0 = T.WherePositive(T.Add(b0, a0, x0), g0, g0 * slope);
                g1 = T.WherePositive(T.Add(b1, a1, x1), g1, g1 * slope);
                T.Store(T.Add(T.Add(k0, f0, x0), a0, g0), ref to, p);
                T.Store(T.Add(T.Add(k1, f1, x1), a1, g1), ref to, p + T.Count);
            }
        }
        return c;
    }
}
