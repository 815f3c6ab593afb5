using System.CommandLine;
using Itoloc.Training;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc train</c>: labelled scans become a model.</summary>
static class TrainCommand
{
    public static Command Create(Shell shell)
    {
        var files = CommonArguments.ScanLogs();
        var model = CommonArguments.Model("The model file to write; - is standard output.");
        var preset = new Option<string>("--preset")
        {
            DefaultValueFactory = _ => "default",
            Description = "default works best on real data; paper keeps to the paper's own settings.",
        };
        preset.AcceptOnlyFromAmong("default", "paper");
        var seed = CommonArguments.Seed();
        var threads = CommonArguments.Threads();
        var command = new DocumentedCommand("train",
            "Train a model on labelled scans. Ctrl-C stops early and keeps the best model so far.",
            "itoloc train library.jsonl.gz --model library.itoloc")
        {
            files, model, preset, seed, threads,
        };
        command.SetAction(parsed => Run(shell, parsed.GetRequiredValue(files), parsed.GetRequiredValue(model), new()
        {
            Preset = parsed.GetValue(preset) == "paper" ? Preset.Paper : Preset.Default,
            Seed = parsed.GetValue(seed),
            Threads = parsed.GetValue(threads),
        }));
        return command;
    }

    static int Run(Shell shell, string[] files, string model, TrainingOptions options)
    {
        var input = new ScanInput(files, shell);
        if (model != CommonArguments.Standard)
        {
            Paths.RequireWritable(model);
        }
        var survey = input.Read().Where(scan => scan.IsLabelled).ToList();
        SkippedLines.WriteCounts(input.Report, shell.Messages);
        if (survey.Count == 0)
        {
            throw new CommandFailedException(
                $"no labelled scan among the {input.Report.Scans:N0} in {input.Name}; training needs scans with x and y");
        }
        shell.Messages.WriteLine($"training on {TextTable.Count(survey.Count, "labelled scan")} of {input.Report.Scans:N0}");
        ModelFile.Save(TrainingRun.Train(survey, options, shell, shell.Stop), model, shell);
        if (model != CommonArguments.Standard)
        {
            shell.Messages.WriteLine($"model written to {model}");
        }
        return CommandLine.Done;
    }
}
