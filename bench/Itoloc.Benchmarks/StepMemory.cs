using System.Diagnostics;

namespace Itoloc.Benchmarks;

/// <summary>What training takes of the machine's memory, and whether it takes more as it goes on.</summary>
static class StepMemory
{
    /// <summary>Prints the resident memory of the whole process after ten steps and after some more, and what was allocated.</summary>
    public static void Print(int side, int threads, int steps)
    {
        using TrainingStep step = new(side, threads, dropout: 0.5);
        for (int i = 0; i < 10; i++)
            step.Train();
        (double early, long allocated) = (Resident(), GC.GetTotalAllocatedBytes(precise: true));
        for (int i = 0; i < steps; i++)
            step.Train();
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine(FormattableString.Invariant(
            $"side {side}, {threads} threads: {early:f0} MB after 10 steps, {Resident():f0} MB after {steps} more, which allocated {allocated} bytes"));
    }

    static double Resident()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
