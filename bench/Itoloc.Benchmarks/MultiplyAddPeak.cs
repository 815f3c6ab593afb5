using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Itoloc.Nn;

namespace Itoloc.Benchmarks;

/// <summary>What this processor's multiply-add units can do: a loop of nothing else.</summary>
static class MultiplyAddPeak
{
    // Enough chains for two units with a latency of four or five cycles.
    const int Chains = 12;
    const int Loops = 10_000_000;
    const int Tries = 7;

    /// <summary>The best of some tries, in GFLOP/s; a multiply-add counts as two operations.</summary>
    public static double Measure(int threads)
    {
        using ThreadTeam team = new(threads);
        float[] results = new float[threads];
        double best = double.PositiveInfinity;
        for (int i = 0; i < Tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(threads, thread => results[thread] = Vector512.IsHardwareAccelerated ? Loop512() : LoopVector());
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        int width = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        return 2.0 * Chains * Loops * width * threads / best / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float LoopVector()
    {
        Vector<float> a = new(0.999f), b = new(1e-3f);
        Vector<float> c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b;
        Vector<float> c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (int i = 0; i < Loops; i++)
        {
            c0 = Vector.MultiplyAddEstimate(c0, a, b);
            c1 = Vector.MultiplyAddEstimate(c1, a, b);
            c2 = Vector.MultiplyAddEstimate(c2, a, b);
            c3 = Vector.MultiplyAddEstimate(c3, a, b);
            c4 = Vector.MultiplyAddEstimate(c4, a, b);
            c5 = Vector.MultiplyAddEstimate(c5, a, b);
            c6 = Vector.MultiplyAddEstimate(c6, a, b);
            c7 = Vector.MultiplyAddEstimate(c7, a, b);
            c8 = Vector.MultiplyAddEstimate(c8, a, b);
            c9 = Vector.MultiplyAddEstimate(c9, a, b);
            c10 = Vector.MultiplyAddEstimate(c10, a, b);
            c11 = Vector.MultiplyAddEstimate(c11, a, b);
        }
        return Vector.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Loop512()
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(1e-3f);
        Vector512<float> c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b;
        Vector512<float> c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (int i = 0; i < Loops; i++)
        {
            c0 = Vector512.MultiplyAddEstimate(c0, a, b);
            c1 = Vector512.MultiplyAddEstimate(c1, a, b);
            c2 = Vector512.MultiplyAddEstimate(c2, a, b);
            c3 = Vector512.MultiplyAddEstimate(c3, a, b);
            c4 = Vector512.MultiplyAddEstimate(c4, a, b);
            c5 = Vector512.MultiplyAddEstimate(c5, a, b);
            c6 = Vector512.MultiplyAddEstimate(c6, a, b);
            c7 = Vector512.MultiplyAddEstimate(c7, a, b);
            c8 = Vector512.MultiplyAddEstimate(c8, a, b);
            c9 = Vector512.MultiplyAddEstimate(c9, a, b);
            c10 = Vector512.MultiplyAddEstimate(c10, a, b);
            c11 = Vector512.MultiplyAddEstimate(c11, a, b);
        }
        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }
}
