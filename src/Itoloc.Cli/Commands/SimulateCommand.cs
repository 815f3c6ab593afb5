using System.CommandLine;
using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc simulate</c>: the survey, or later scans, of a building that does not exist.</summary>
static class SimulateCommand
{
    public static Command Create(Shell shell)
    {
        var scenario = new Argument<string>("SCENARIO")
        {
            HelpName = "SCENARIO",
            Description = string.Join('\n', Scenarios.Names.Select(scenario => $"{scenario.Name}: {scenario.Description}")),
        };
        scenario.AcceptOnlyFromAmong([.. Scenarios.Names.Select(scenario => scenario.Name)]);
        var output = CommonArguments.Out("The scan log to write; gzipped if it ends in .gz; - is standard output.");
        var seed = CommonArguments.Seed();
        var full = new Option<bool>("--full")
        {
            Description = "Survey with the paper's number of scans (72,000, 96,000 or 288,000), which takes minutes.",
        };
        var day = CommonArguments.WholeNumber("--day", 0, 0,
            "0 is the survey; a later day gives 600 labelled scans of the building as it then is, by other phones.");
        var command = new DocumentedCommand("simulate",
            "Write the survey of a simulated building, or scans of a later day, into a scan log.",
            "itoloc simulate mall --out survey.jsonl.gz --seed 7\n"
            + "itoloc simulate mall --out half-a-year-later.jsonl.gz --seed 7 --day 180")
        {
            scenario, output, seed, full, day,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(full) && result.GetValue(day) > 0)
                result.AddError("--full is for the survey: leave it or --day out.");
        });
        command.SetAction(parsed =>
        {
            var building = new SimulatedBuilding(Scenarios.Find(parsed.GetRequiredValue(scenario))!, parsed.GetValue(seed));
            return Run(shell, building, parsed.GetValue(full), parsed.GetValue(day), parsed.GetRequiredValue(output));
        });
        return command;
    }

    static int Run(Shell shell, SimulatedBuilding building, bool full, int day, string output)
    {
        var scansPerPoint = full ? building.Scenario.FullScansPerPoint : SimulatedBuilding.ScansPerPoint;
        var scans = day > 0 ? building.Test(days: [day]) : building.Survey(scansPerPoint: scansPerPoint);
        var summary = full
            ? ProgressDisplay.Show(shell, report => Write(
                shell, scans, output,
                written => report(written / (double)building.Scenario.FullScans, $"{written:N0} scans")))
            : Write(shell, scans, output, _ => { });
        shell.Messages.WriteLine($"simulated: {summary}");
        return CommandLine.Done;
    }

    static ScanSummary Write(Shell shell, IEnumerable<Scan> scans, string output, Action<long> report)
    {
        var summary = new ScanSummary();
        using var log = ScanOutput.Open(output, shell);
        foreach (var scan in scans)
        {
            shell.Stop.ThrowIfCancellationRequested();
            log.Write(scan);
            summary.Add(scan);
            report(summary.Scans);
        }
        log.Complete();
        return summary;
    }
}
