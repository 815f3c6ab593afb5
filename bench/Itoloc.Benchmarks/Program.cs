using BenchmarkDotNet.Running;
using Itoloc.Benchmarks;

// Without a subcommand: BenchmarkDotNet and its options, for example --filter '*Conv2d*'.
double one, two;
switch (args)
{
    case ["peak"]:
        (one, two) = (MultiplyAddPeak.Measure(threads: 1), MultiplyAddPeak.Measure(threads: 2));
        Console.WriteLine(FormattableString.Invariant($"{one:f1} GFLOP/s on one thread, {two:f1} on two"));
        return 0;
    case ["memory-peak", string megabytes]:
        int size = int.Parse(megabytes);
        (one, two) = (MemoryTriad.Measure(size, threads: 1), MemoryTriad.Measure(size, threads: 2));
        Console.WriteLine(FormattableString.Invariant($"{one:f1} GB/s on one thread, {two:f1} on two"));
        return 0;
    case ["step", string side, string threads, string dropout, string folder]:
        StepServer.Run(int.Parse(side), int.Parse(threads), double.Parse(dropout), folder);
        return 0;
    case ["scaling", string side]:
        StepScaling.Print(int.Parse(side));
        return 0;
    case ["memory", string side, string threads, string steps]:
        StepMemory.Print(int.Parse(side), int.Parse(threads), int.Parse(steps));
        return 0;
    case ["peak" or "memory-peak" or "step" or "scaling" or "memory", ..]:
        Console.Error.WriteLine("""
            Expected one of:
              peak
              memory-peak MEGABYTES
              step SIDE THREADS DROPOUT FOLDER
              scaling SIDE
              memory SIDE THREADS STEPS
            """);
        return 2;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Conv2dBench).Assembly).Run(args);
        return 0;
}
