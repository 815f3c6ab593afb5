using System.CommandLine;
using Itoloc.Datasets;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc import</c>: another format's scans become a scan log.</summary>
static class ImportCommand
{
    public static Command Create(Shell shell)
    {
        var format = new Argument<string>("FORMAT")
        {
            HelpName = "FORMAT",
            Description = string.Join('\n', Importers.All.Select(format => $"{format.Name}: {format.Description}")),
        };
        format.AcceptOnlyFromAmong([.. Importers.All.Select(format => format.Name)]);
        var paths = CommonArguments.Paths("PATH", "A folder, a file or a zip of the data set, as its authors publish it.");
        var output = CommonArguments.Out("The scan log to write; gzipped if it ends in .gz; - is standard output.");
        var command = new DocumentedCommand("import", "Turn another format's scans into a scan log.",
            "itoloc import uji-lib uji-lib.zip --out library.jsonl.gz")
        {
            format, paths, output,
        };
        command.SetAction(parsed => Run(
            shell,
            Importers.Find(parsed.GetRequiredValue(format))!,
            parsed.GetRequiredValue(paths),
            parsed.GetRequiredValue(output)));
        return command;
    }

    static int Run(Shell shell, IImporter importer, string[] paths, string output)
    {
        foreach (var path in paths)
        {
            Paths.RequireFileOrFolder(path);
        }
        var report = SkippedLines.ReportTo(shell.Messages);
        var summary = new ScanSummary();
        using (var log = ScanOutput.Open(output, shell))
        {
            foreach (var scan in paths.SelectMany(path => importer.Read(path, report)))
            {
                shell.Stop.ThrowIfCancellationRequested();
                log.Write(scan);
                summary.Add(scan);
            }
            if (summary.Scans == 0)
            {
                throw new CommandFailedException(
                    $"no scan in the format {importer.Name} found in {string.Join(", ", paths)}");
            }
            log.Complete();
        }
        shell.Messages.WriteLine(summary);
        SkippedLines.WriteCounts(report, shell.Messages);
        return CommandLine.Done;
    }
}
