using System.Numerics;
using System.Runtime.InteropServices;

namespace Itoloc.Nn.Kernels;

/// <summary>Sums over pixels, channel by channel.</summary>
static class ChannelSums
{
    /// <summary>Computes <c>sums[c] += Σ_p row[p, c]</c>.</summary>
    /// <param name="row">[pixels, channels].</param>
    /// <param name="sums">[channels].</param>
    public static void Add(ReadOnlySpan<float> row, Span<float> sums)
    {
        int channels = sums.Length, width = Vector<float>.Count, c = 0;
        ref float x = ref MemoryMarshal.GetReference(row);
        ref float s = ref MemoryMarshal.GetReference(sums);
        // Four vectors at once, so that four sums are under way while each waits for its last addition.
        for (; c <= channels - 4 * width; c += 4 * width)
        {
            Vector<float> s0 = Vector.LoadUnsafe(ref s, (nuint)c);
            Vector<float> s1 = Vector.LoadUnsafe(ref s, (nuint)(c + width));
            Vector<float> s2 = Vector.LoadUnsafe(ref s, (nuint)(c + 2 * width));
            Vector<float> s3 = Vector.LoadUnsafe(ref s, (nuint)(c + 3 * width));
            for (int p = c; p < row.Length; p += channels)
            {
                s0 += Vector.LoadUnsafe(ref x, (nuint)p);
                s1 += Vector.LoadUnsafe(ref x, (nuint)(p + width));
                s2 += Vector.LoadUnsafe(ref x, (nuint)(p + 2 * width));
                s3 += Vector.LoadUnsafe(ref x, (nuint)(p + 3 * width));
            }
            s0.CopyTo(sums[c..]);
            s1.CopyTo(sums[(c + width)..]);
            s2.CopyTo(sums[(c + 2 * width)..]);
            s3.CopyTo(sums[(c + 3 * width)..]);
        }
        for (; c < channels; c++)
        {
            float sum = sums[c];
            for (int p = c; p < row.Length; p += channels)
                sum += row[p];
            sums[c] = sum;
        }
    }
}
