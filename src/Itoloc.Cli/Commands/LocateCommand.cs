using System.CommandLine;
using System.Text.Json;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc locate</c>: one JSON line a scan, in input order.</summary>
static class LocateCommand
{
    /// <summary>Scans located at once: enough to keep the processor busy, few enough to stay small.</summary>
    const int BatchSize = 256;

    public static Command Create(Shell shell)
    {
        var model = CommonArguments.Model("The model file; - is standard input.");
        var files = CommonArguments.ScanLogs();
        var command = new DocumentedCommand("locate", "Say where scans were taken: one JSON line a scan, in input order.",
            "itoloc locate --model library.itoloc today.jsonl\ntail -n 1 today.jsonl | itoloc locate --model library.itoloc -")
        {
            model, files,
        };
        command.SetAction(parsed => Run(shell, parsed.GetRequiredValue(model), parsed.GetRequiredValue(files)));
        return command;
    }

    static int Run(Shell shell, string model, string[] files)
    {
        var input = new ScanInput(files, shell);
        var localizer = ModelFile.Load(model, shell);
        foreach (var batch in input.Read().Chunk(BatchSize))
        {
            foreach (var estimate in localizer.Locate(batch))
            {
                shell.Results.WriteLine(ToJson(estimate));
            }
            shell.Results.Flush();
        }
        SkippedLines.WriteCounts(input.Report, shell.Messages);
        return CommandLine.Done;
    }

    /// <summary>The estimate as the contract has it; an unknown scan has no other member.</summary>
    internal static string ToJson(LocationEstimate estimate) => estimate.Known
        ? JsonSerializer.Serialize(
            new KnownLocation(
                true,
                estimate.Building,
                estimate.Floor,
                estimate.Region,
                ToMillimetres(estimate.X),
                ToMillimetres(estimate.Y),
                ToMillimetres(estimate.Accuracy),
                ToMillimetres(estimate.Confidence)),
            JsonOutput.Line)
        : """{"known":false}""";

    // Three decimals: no survey is better than a millimetre, and no confidence than a thousandth.
    static double? ToMillimetres(double? value) => value is { } number ? Math.Round(number, 3) : null;

    sealed record KnownLocation(
        bool Known,
        string? Building,
        string? Floor,
        string? Region,
        double? X,
        double? Y,
        double? Accuracy,
        double? Confidence);
}
