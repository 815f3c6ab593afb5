using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Itoloc.Nn;

namespace Itoloc.Benchmarks;

/// <summary>Makes training steps on demand, so that another engine can take its turns in between.</summary>
static class StepServer
{
    /// <summary>
    /// Writes parameters.bin (a checkpoint) and images.bin (float32) into a folder and says "ready"; then answers each
    /// line of standard input with one line: <c>train N</c> and <c>locate N</c> with the milliseconds that N steps or
    /// scans took, <c>outputs</c> with the scores of the batch.
    /// </summary>
    public static void Run(int side, int threads, double dropout, string folder)
    {
        using TrainingStep step = new(side, threads, dropout);
        using (BinaryWriter writer = new(File.Create(Path.Combine(folder, "parameters.bin"))))
            Checkpoint.Write(writer, step.Network.Parameters);
        using (BinaryWriter writer = new(File.Create(Path.Combine(folder, "images.bin"))))
        {
            for (int n = 0; n < step.Images.Batch; n++)
            {
                for (int y = 0; y < side; y++)
                    writer.Write(MemoryMarshal.AsBytes(step.Images.Row(n, y)));
            }
        }
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(line.Split(' ') switch
            {
                ["train", string times] => Time(int.Parse(times, CultureInfo.InvariantCulture), step.Train),
                ["locate", string times] => Time(int.Parse(times, CultureInfo.InvariantCulture), () => step.Locate()),
                ["outputs"] => string.Join(' ', step.Evaluate().Select(value => Text(value))),
                _ => "Expected: train N, locate N or outputs",
            });
        }
    }

    static string Time(int times, Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
            action();
        return Text(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
