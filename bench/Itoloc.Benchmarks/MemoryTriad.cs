using System.Diagnostics;
using System.Numerics.Tensors;
using Itoloc.Nn;

namespace Itoloc.Benchmarks;

/// <summary>What memory can do: a ← b + s·c over arrays too large for the caches (McCalpin 1995, STREAM).</summary>
static class MemoryTriad
{
    // Floats of one thread's piece: long enough to be one run of memory, short enough to divide evenly.
    const int Piece = 1 << 16;
    const int Tries = 7;

    /// <summary>The best of some tries, in GB/s; a line written counts twice, as it is read before.</summary>
    /// <param name="megabytes">Size of each of the three arrays.</param>
    /// <param name="threads">Threads.</param>
    public static double Measure(int megabytes, int threads)
    {
        using ThreadTeam team = new(threads);
        int pieces = megabytes * (1 << 20) / sizeof(float) / Piece;
        float[] a = new float[pieces * Piece], b = new float[a.Length], c = new float[a.Length];
        Array.Fill(b, 1);
        Array.Fill(c, 2);
        int repeats = Math.Max(1, 512 / megabytes);
        double best = double.PositiveInfinity;
        for (int i = 0; i < Tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int k = 0; k < repeats; k++)
            {
                team.Run(
                    pieces, piece => TensorPrimitives.MultiplyAdd(Part(c, piece), 3, Part(b, piece), Part(a, piece)));
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / repeats);
        }
        return 4.0 * sizeof(float) * a.Length / best / 1e9;
    }

    static Span<float> Part(float[] values, int piece) => values.AsSpan(piece * Piece, Piece);
}
