using System.CommandLine;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc simulate</c>: the survey of a building that does not exist.</summary>
static class SimulateCommand
{
    public static Command Create(Shell shell)
    {
        var scenario = new Argument<string>("SCENARIO")
        {
            HelpName = "SCENARIO",
            Description = string.Join('\n', Scenarios.All.Select(scenario => $"{scenario.Name}: {scenario.Description}")),
        };
        scenario.AcceptOnlyFromAmong([.. Scenarios.All.Select(scenario => scenario.Name)]);
        var output = CommonArguments.Out("The scan log to write; gzipped if it ends in .gz; - is standard output.");
        var seed = CommonArguments.Seed();
        var command = new DocumentedCommand("simulate", "Survey a simulated building into a scan log.",
            "itoloc simulate office --out office.jsonl.gz --seed 7")
        {
            scenario, output, seed,
        };
        command.SetAction(parsed => Run(
            shell,
            Scenarios.Find(parsed.GetRequiredValue(scenario))!,
            parsed.GetValue(seed),
            parsed.GetRequiredValue(output)));
        return command;
    }

    static int Run(Shell shell, Scenario scenario, int seed, string output)
    {
        var summary = new ScanSummary();
        using (var log = ScanOutput.Open(output, shell))
        {
            foreach (var scan in new SimulatedBuilding(scenario, seed).Survey())
            {
                shell.Stop.ThrowIfCancellationRequested();
                log.Write(scan);
                summary.Add(scan);
            }
            log.Complete();
        }
        shell.Messages.WriteLine($"simulated: {summary}");
        return CommandLine.Done;
    }
}
