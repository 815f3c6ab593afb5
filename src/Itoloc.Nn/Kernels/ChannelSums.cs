using System.Numerics;
using System.Runtime.InteropServices;

namespace Itoloc.Nn.Kernels;

/// <summary>The sums over pixels, channel by channel, that batch normalisation needs: one sweep over memory each.</summary>
/// <remarks>
/// Two vectors of channels are summed at a time, so that several sums are under way while each waits for its last
/// addition; what does not fill two vectors is summed value by value, which is also the definition.
/// </remarks>
static class ChannelSums
{
    /// <summary>Computes <c>sums[c] += Σ_p row[p, c]</c> and <c>squares[c] += Σ_p row[p, c]²</c>.</summary>
    /// <param name="row">[pixels, channels].</param>
    /// <param name="sums">[channels].</param>
    /// <param name="squares">[channels].</param>
    public static void AddMoments(ReadOnlySpan<float> row, Span<float> sums, Span<float> squares)
    {
        int channels = sums.Length, width = Vector<float>.Count, c = 0;
        ref float x = ref MemoryMarshal.GetReference(row);
        for (; c <= channels - 2 * width; c += 2 * width)
        {
            Vector<float> s0 = new(sums[c..]), s1 = new(sums[(c + width)..]);
            Vector<float> q0 = new(squares[c..]), q1 = new(squares[(c + width)..]);
            for (int p = c; p < row.Length; p += channels)
            {
                Vector<float> x0 = Lane.Load(ref x, p), x1 = Lane.Load(ref x, p + width);
                s0 += x0;
                s1 += x1;
                q0 = Vector.MultiplyAddEstimate(x0, x0, q0);
                q1 = Vector.MultiplyAddEstimate(x1, x1, q1);
            }
            s0.CopyTo(sums[c..]);
            s1.CopyTo(sums[(c + width)..]);
            q0.CopyTo(squares[c..]);
            q1.CopyTo(squares[(c + width)..]);
        }
        for (; c < channels; c++)
            for (int p = c; p < row.Length; p += channels)
            {
                sums[c] += row[p];
                squares[c] += row[p] * row[p];
            }
    }

    /// <summary>
    /// With t = scale·row + shift and g = gradient·(t &gt; 0 ? 1 : slope), computes <c>sums[c] += Σ_p g[p, c]</c> and
    /// <c>products[c] += Σ_p g[p, c]·(row[p, c] − mean[c])</c>.
    /// </summary>
    /// <param name="row">[pixels, channels].</param>
    /// <param name="gradient">[pixels, channels], after the rectifier.</param>
    /// <param name="scale">[channels] at least.</param>
    /// <param name="shift">[channels] at least.</param>
    /// <param name="mean">[channels] at least.</param>
    /// <param name="slope">Slope of the rectifier below zero.</param>
    /// <param name="sums">[channels].</param>
    /// <param name="products">[channels].</param>
    public static void AddGradients(
        ReadOnlySpan<float> row, ReadOnlySpan<float> gradient, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift,
        ReadOnlySpan<float> mean, float slope, Span<float> sums, Span<float> products)
    {
        int channels = sums.Length, width = Vector<float>.Count, c = 0;
        ref float x = ref MemoryMarshal.GetReference(row);
        ref float dy = ref MemoryMarshal.GetReference(gradient);
        for (; c <= channels - 2 * width; c += 2 * width)
        {
            Vector<float> a0 = new(scale[c..]), b0 = new(shift[c..]), m0 = new(mean[c..]);
            Vector<float> a1 = new(scale[(c + width)..]), b1 = new(shift[(c + width)..]), m1 = new(mean[(c + width)..]);
            Vector<float> s0 = new(sums[c..]), s1 = new(sums[(c + width)..]);
            Vector<float> q0 = new(products[c..]), q1 = new(products[(c + width)..]);
            for (int p = c; p < row.Length; p += channels)
            {
                Vector<float> x0 = Lane.Load(ref x, p), g0 = Lane.Load(ref dy, p);
                g0 = Rectify(Vector.MultiplyAddEstimate(x0, a0, b0), g0, slope);
                s0 += g0;
                q0 = Vector.MultiplyAddEstimate(g0, x0 - m0, q0);
                Vector<float> x1 = Lane.Load(ref x, p + width), g1 = Lane.Load(ref dy, p + width);
                g1 = Rectify(Vector.MultiplyAddEstimate(x1, a1, b1), g1, slope);
                s1 += g1;
                q1 = Vector.MultiplyAddEstimate(g1, x1 - m1, q1);
            }
            s0.CopyTo(sums[c..]);
            s1.CopyTo(sums[(c + width)..]);
            q0.CopyTo(products[c..]);
            q1.CopyTo(products[(c + width)..]);
        }
        for (; c < channels; c++)
            for (int p = c; p < row.Length; p += channels)
            {
                float g = row[p] * scale[c] + shift[c] > 0 ? gradient[p] : gradient[p] * slope;
                sums[c] += g;
                products[c] += g * (row[p] - mean[c]);
            }
    }

    /// <summary>The gradient before a leaky rectifier whose input was <paramref name="t"/>.</summary>
    public static Vector<float> Rectify(Vector<float> t, Vector<float> gradient, float slope) =>
        Vector.ConditionalSelect(Vector.GreaterThan(t, Vector<float>.Zero), gradient, gradient * slope);
}
