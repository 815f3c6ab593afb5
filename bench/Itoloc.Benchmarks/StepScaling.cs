using System.Diagnostics;

namespace Itoloc.Benchmarks;

/// <summary>What a second thread brings a training step, measured in turns, so that a busy machine is busy for both.</summary>
static class StepScaling
{
    const int Rounds = 7;
    const double TurnMilliseconds = 400;

    // As in bench/peers/compare.py.
    const int RestMilliseconds = 150;

    /// <summary>Prints the median milliseconds of a step on one thread and on two, and how many times faster two are.</summary>
    public static void Print(int side)
    {
        using TrainingStep one = new(side, threads: 1, dropout: 0.5), two = new(side, threads: 2, dropout: 0.5);
        TrainingStep[] sides = [one, two];
        int[] turns = [.. sides.Select(WarmUp)];
        double[][] taken = [new double[Rounds], new double[Rounds]];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < sides.Length; i++)
            {
                Thread.Sleep(RestMilliseconds);
                taken[i][round] = Time(sides[i], turns[i]);
            }
        }
        double[] medians = [.. taken.Select(times => times.Order().ElementAt(Rounds / 2))];
        Console.WriteLine(FormattableString.Invariant(
            $"step, side {side}: {medians[0]:f1} ms on one thread, {medians[1]:f1} on two, ratio {medians[0] / medians[1]:f2}"));
    }

    // Steps of a turn; .NET recompiles what runs often, and is given the time.
    static int WarmUp(TrainingStep step)
    {
        Time(step, 15);
        Thread.Sleep(RestMilliseconds);
        Time(step, 15);
        return Math.Max(1, (int)(TurnMilliseconds / Time(step, 1)));
    }

    static double Time(TrainingStep step, int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
            step.Train();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / times;
    }
}
