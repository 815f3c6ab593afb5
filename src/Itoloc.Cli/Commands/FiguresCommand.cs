using System.CommandLine;
using Itoloc.Evaluation.Figures;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc figures</c>: the paper's figures, measured again.</summary>
static class FiguresCommand
{
    static readonly string[] All = [.. PaperFigures.Names.Select(figure => figure.Name)];

    public static Command Create(Shell shell)
    {
        var output = new Option<string>("--out")
        {
            HelpName = "FOLDER",
            Required = true,
            Description = "Where report.html, the pictures (SVG), their points (CSV) and the run logs go.",
        };
        var only = new Option<string>("--only")
        {
            HelpName = "LIST",
            Description = "Some of the figures, separated by commas; all if left out.\n"
                + string.Join('\n', PaperFigures.Names.Select(figure => $"{figure.Name}: {figure.Title}")),
        };
        only.Validators.Add(result =>
        {
            foreach (var name in CommonArguments.Names(result.GetValueOrDefault<string>()).Except(All))
            {
                result.AddError($"There is no figure '{name}'; there are {string.Join(", ", All)}.");
            }
        });
        var seeds = CommonArguments.WholeNumber("--seeds", 1, 1, "Seeds each method is trained with: 1 to N.");
        var full = new Option<bool>("--full")
        {
            Description = "The paper's survey sizes and whole data sets: many hours; the time is estimated first.",
        };
        var draw = new Option<bool>("--draw")
        {
            Description = "Only draw what the run logs in FOLDER hold; train nothing.",
        };
        var threads = CommonArguments.Threads();
        var data = CommonArguments.Data();
        var command = new DocumentedCommand("figures",
            "Measure and draw the paper's figures, on simulated buildings and on real data beside them. "
            + "Ctrl-C loses nothing that was measured: the same command goes on.",
            "itoloc figures --out figures\nitoloc figures --only 9,12 --seeds 3 --out figures\nitoloc figures --draw --out figures")
        {
            output, only, seeds, full, draw, threads, data,
        };
        command.SetAction(parsed => Run(shell, new()
        {
            Figures = parsed.GetValue(only) is { } list ? CommonArguments.Names(list) : All,
            OutFolder = parsed.GetRequiredValue(output),
            DataFolder = parsed.GetRequiredValue(data),
            Seeds = parsed.GetValue(seeds),
            Full = parsed.GetValue(full),
            OnlyDraw = parsed.GetValue(draw),
            Threads = parsed.GetValue(threads),
            Command = CommonArguments.CommandLineOf(parsed),
        }));
        return command;
    }

    static int Run(Shell shell, FigureOptions options)
    {
        if (File.Exists(options.OutFolder))
        {
            throw new CommandFailedException($"'{options.OutFolder}' is a file; give a folder with --out");
        }
        if (!options.OnlyDraw && PaperFigures.Estimate(options) is { Studies: > 0 } estimate)
        {
            shell.Messages.WriteLine($"studies to measure: {estimate.Studies}, about {TimeLeft.Words(estimate.Time)} on "
                + $"{TextTable.Count(options.Threads, "thread")} ({estimate.Basis})");
        }
        var outcome = Measure(shell, options);
        foreach (var line in outcome.LeftOut) shell.Messages.WriteLine($"itoloc: {line}");
        TextTable.Write(shell.Results, ["figure", "reproduces, simulated", "reproduces, real"],
        [
            .. outcome.Verdicts.Select(figure => (string[])
                [figure.Figure, figure.Simulated ?? "not measured", figure.Real ?? "not measured"]),
        ]);
        shell.Messages.WriteLine($"report: {outcome.Report}");
        return CommandLine.Done;
    }

    static FigureOutcome Measure(Shell shell, FigureOptions options)
    {
        try
        {
            return ProgressDisplay.Show(
                shell, report => PaperFigures.RunAsync(options, report, shell.Stop).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailedException(
                $"stopped; what was measured is kept in '{Path.Combine(options.OutFolder, "runs")}', "
                + "and the same command goes on from there");
        }
    }
}
