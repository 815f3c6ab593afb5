using System.CommandLine;
using System.Globalization;
using Itoloc.Evaluation;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc evaluate</c>: how far a model's answers are from the truth.</summary>
static class EvaluateCommand
{
    const int BatchSize = 1024;

    public static Command Create(Shell shell)
    {
        var model = CommonArguments.Model("The model file; - is standard input.");
        var files = CommonArguments.ScanLogs();
        var json = CommonArguments.Json();
        var command = new DocumentedCommand("evaluate",
            "Measure a model on labelled scans it was not trained on: errors in metres, also per device and per month.",
            "itoloc evaluate --model library.itoloc second-month.jsonl")
        {
            model, files, json,
        };
        command.SetAction(parsed => Run(
            shell, parsed.GetRequiredValue(model), parsed.GetRequiredValue(files), parsed.GetValue(json)));
        return command;
    }

    static int Run(Shell shell, string model, string[] files, bool json)
    {
        var input = new ScanInput(files, shell);
        var localizer = ModelFile.Load(model, shell);
        var located = Locate(localizer, input);
        SkippedLines.WriteCounts(input.Report, shell.Messages);
        if (located.Count == 0)
        {
            throw new CommandFailedException(
                $"no labelled scan among the {input.Report.Scans:N0} in {input.Name}; evaluation needs scans with x and y");
        }
        var statistics = ErrorStatistics.Of(located, localizer.Description.Centroid);
        if (json) shell.Results.WriteLine(statistics.ToJson());
        else WriteTable(shell.Results, statistics);
        return CommandLine.Done;
    }

    /// <summary>Answers with truths; the readings are let go, so that a long log fits in memory.</summary>
    static List<LocatedScan> Locate(Localizer localizer, ScanInput input) =>
    [
        .. input.Read().Where(scan => scan.IsLabelled).Chunk(BatchSize).SelectMany(batch => batch.Zip(
            localizer.Locate(batch),
            (scan, estimate) => new LocatedScan(scan with { Readings = [] }, estimate))),
    ];

    static void WriteTable(TextWriter output, ErrorStatistics all) => TextTable.Write(
        output,
        ["scans", "n", "answered", "mean", "median", "p75", "p95", "max", "mean of all", "building", "floor", "region",
            "within 3 m", "inside radius"],
        [Row("all", all), .. Rows(all.PerDevice), .. Rows(all.PerMonth)]);

    static IEnumerable<string[]> Rows(IReadOnlyDictionary<string, ErrorStatistics>? parts) =>
        parts?.Select(part => Row(part.Key, part.Value)) ?? [];

    static string[] Row(string name, ErrorStatistics part) =>
    [
        name,
        part.N.ToString(CultureInfo.InvariantCulture),
        part.Answered.ToString(CultureInfo.InvariantCulture),
        .. new[] { part.Mean, part.Median, part.P75, part.P95, part.Max, part.MeanAll }.Select(TextTable.Metres),
        .. new[] { part.BuildingHit, part.FloorHit, part.RegionSuccess, part.Within3m, part.Coverage95 }
            .Select(TextTable.Percent),
    ];
}
