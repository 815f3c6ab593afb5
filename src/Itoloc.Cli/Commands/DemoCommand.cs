using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation;
using Itoloc.Fingerprints;
using Itoloc.Server;
using Itoloc.Training;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc demo</c>: a simulated building surveyed, learnt, and walked through, on a page or in print.</summary>
static class DemoCommand
{
    /// <summary>The whole demo is promised within two minutes; the rest of it takes seconds.</summary>
    static readonly TimeSpan TrainingLimit = TimeSpan.FromSeconds(80);

    const int ScansPerPoint = 8;
    const int Steps = 30;

    public static Command Create(Shell shell)
    {
        var seed = CommonArguments.Seed();
        var threads = CommonArguments.Threads();
        var console = new Option<bool>("--console") { Description = "Print one walk and its errors instead of serving the page." };
        var port = CommonArguments.WholeNumber("--port", 8480, 1, "The port of the page.");
        var command = new DocumentedCommand("demo",
            "Survey a simulated office, train on it, and follow phones through it on a page in the browser; in under two minutes they "
            + "walk. Where nobody looks, or with --console, one walk is printed instead.",
            "itoloc demo\nitoloc demo --console --seed 2")
        {
            seed, threads, console, port,
        };
        command.SetAction(parsed =>
        {
            TrainingOptions options = new() { Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads) };
            return shell.IsInteractive && !parsed.GetValue(console)
                ? Show(shell, options, parsed.GetValue(port))
                : Run(shell, options, ScansPerPoint);
        });
        return command;
    }

    /// <summary>Serves the demo's page until it is stopped; everything it keeps goes with it.</summary>
    static int Show(Shell shell, TrainingOptions options, int port)
    {
        using var folder = new ScratchFolder();
        shell.Messages.WriteLine($"A simulated office: open http://127.0.0.1:{port} in a browser. Ctrl-C ends it.");
        return ItolocService.RunAsync(
            [
                "--demo", "true", "--data", folder.File("data"), "--host", "127.0.0.1",
                "--port", port.ToString(CultureInfo.InvariantCulture),
                "--demo-seed", options.Seed.ToString(CultureInfo.InvariantCulture),
                "--training-threads", options.Threads.ToString(CultureInfo.InvariantCulture),
            ],
            shell.Stop).GetAwaiter().GetResult();
    }

    internal static int Run(Shell shell, TrainingOptions options, int scansPerPoint)
    {
        var building = new SimulatedBuilding(Scenarios.Find("office")!, options.Seed);
        var survey = building.Survey(scansPerPoint: scansPerPoint).ToList();
        shell.Messages.WriteLine(building.Scenario.Description);
        var summary = new ScanSummary();
        survey.ForEach(summary.Add);
        shell.Messages.WriteLine($"survey: {summary}");

        var localizer = Train(survey, options, shell);

        var phone = building.Scenario.TestPhones[0];
        var walk = building.Walk(phone, options.Seed, Steps).ToList();
        var located = walk.Zip(localizer.Locate(walk), (scan, estimate) => new LocatedScan(scan, estimate)).ToList();
        shell.Results.WriteLine($"A {phone.Name}, which is not among the survey's phones, is carried through the next day:\n");
        WriteSteps(shell.Results, located);
        shell.Results.WriteLine($"\n{Draw(building.Scenario, located)}\n. the way walked   o where the phone was located\n");
        WriteSummary(shell.Results, ErrorStatistics.Of(located, localizer.Description.Centroid));
        return CommandLine.Done;
    }

    /// <summary>Trains, and takes the model through a file as a user would.</summary>
    static Localizer Train(List<Scan> survey, TrainingOptions options, Shell shell)
    {
        using var limit = new CancellationTokenSource(TrainingLimit, shell.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(shell.Stop, limit.Token);
        try
        {
            var trained = TrainingRun.Train(survey, options, shell, stop.Token);
            shell.Stop.ThrowIfCancellationRequested();
            using var folder = new ScratchFolder();
            var file = folder.File("office.itoloc");
            trained.Save(file);
            return Localizer.Load(file);
        }
        catch (OperationCanceledException) when (!shell.Stop.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"no epoch of training was finished in {TrainingLimit.TotalSeconds} seconds; try again when the machine is less busy");
        }
    }

    static void WriteSteps(TextWriter output, List<LocatedScan> located)
    {
        output.WriteLine("  time  true place                      located at                      error   accuracy");
        foreach (var (index, step) in located.Index())
        {
            var time = TimeLeft.Words(step.Truth.Time!.Value - located[0].Truth.Time!.Value);
            var truth = Place(step.Truth.X, step.Truth.Y, step.Truth.Region);
            output.WriteLine(step.IsAnswered
                ? FormattableString.Invariant(
                    $"{time,6}  {truth,-30}  {Place(step.Estimate.X, step.Estimate.Y, step.Estimate.Region),-30}{step.ErrorMetres,5:0.0} m  {step.Estimate.Accuracy,5:0.0} m")
                : $"{time,6}  {truth,-30}  unknown");
        }
    }

    static string Place(double? x, double? y, string? region) =>
        FormattableString.Invariant($"({x,4:0.0}, {y,4:0.0})  {region ?? "-"}");

    static FloorPlan Draw(Scenario scenario, List<LocatedScan> located)
    {
        var plan = new FloorPlan(scenario);
        foreach (var step in located) plan.Mark(new((float)step.Truth.X!, (float)step.Truth.Y!), '.');
        foreach (var step in located.Where(step => step.IsAnswered))
        {
            plan.Mark(new((float)step.Estimate.X!, (float)step.Estimate.Y!), 'o');
        }
        return plan;
    }

    static void WriteSummary(TextWriter output, ErrorStatistics walk) => output.WriteLine(
        $"simulated: {walk.Answered} of {walk.N} scans located; error mean {TextTable.Metres(walk.Mean)} m, "
        + $"median {TextTable.Metres(walk.Median)} m, p95 {TextTable.Metres(walk.P95)} m; "
        + $"right region {TextTable.Percent(walk.RegionSuccess)}; inside the accuracy radius {TextTable.Percent(walk.Coverage95)}");
}
