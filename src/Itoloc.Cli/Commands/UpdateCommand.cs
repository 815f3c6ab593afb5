using System.CommandLine;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc update</c>: unlabelled scans keep a model up to date.</summary>
static class UpdateCommand
{
    public static Command Create(Shell shell)
    {
        var model = CommonArguments.Model("The model to update; - is standard input.");
        var files = CommonArguments.ScanLogs();
        var output = CommonArguments.Out("The model file to write; - is standard output. It may be the old one.");
        var preset = new Option<string>("--preset")
        {
            DefaultValueFactory = _ => "default",
            Description = "default works on real data; paper is the paper's co-training.",
        };
        preset.AcceptOnlyFromAmong("default", "paper");
        var seed = CommonArguments.Seed();
        var threads = CommonArguments.Threads();
        var command = new DocumentedCommand("update",
            "Update a model with scans nobody labelled: what phones heard while they asked. Labels in the files are ignored. "
            + "An update that fails its checks leaves the model as it was. After Ctrl-C the same command goes on with the floors "
            + "that were not finished, which it keeps beside the model to be written.",
            "itoloc update --model library.itoloc june.jsonl.gz --out library-june.itoloc")
        {
            model, files, output, preset, seed, threads,
        };
        command.SetAction(parsed => Run(
            shell, parsed.GetRequiredValue(model), parsed.GetRequiredValue(files), parsed.GetRequiredValue(output), new()
            {
                Preset = parsed.GetValue(preset) == "paper" ? Preset.Paper : Preset.Default,
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                ResumeFile = parsed.GetRequiredValue(output) is var path && path != CommonArguments.Standard ? $"{path}.unfinished" : null,
            }));
        return command;
    }

    static int Run(Shell shell, string model, string[] files, string output, UpdateOptions options)
    {
        var input = new ScanInput(files, shell);
        if (output != CommonArguments.Standard)
        {
            Paths.RequireWritable(output);
        }
        var localizer = ModelFile.Load(model, shell);
        // A sample stands for more scans than fit: what an update can learn is bounded by the site, not by the crowd.
        var sample = new ScanSample(options.Seed);
        foreach (var scan in input.Read())
        {
            sample.Add(scan);
        }
        SkippedLines.WriteCounts(input.Report, shell.Messages);
        if (sample.Seen == 0)
        {
            throw new CommandFailedException($"no scan in {input.Name}");
        }
        var (updated, report) = ProgressDisplay.Show(shell, report => LocalizerUpdater.Update(
            localizer, sample.Scans, options, new Callback<double>(fraction => report(fraction, "updating")), shell.Stop));
        // What was accepted and why is the result, unless the model itself is to come out there.
        var results = output == CommonArguments.Standard ? shell.Messages : shell.Results;
        foreach (var line in report.Details.Prepend(report.Verdict))
        {
            results.WriteLine(line);
        }
        if (sample.Seen > sample.Scans.Count)
        {
            results.WriteLine($"{sample.Scans.Count:N0} of {sample.Seen:N0} scans were drawn at random");
        }
        shell.Stop.ThrowIfCancellationRequested();
        ModelFile.Save(updated, output, shell);
        if (output != CommonArguments.Standard)
        {
            shell.Messages.WriteLine(report.IsAccepted ? $"updated model written to {output}" : $"the model as it was written to {output}");
        }
        return CommandLine.Done;
    }
}
