using System.Globalization;
using System.Text;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>Writes a benchmark's result as Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>The figures as a table, then how they were measured and tuned.</summary>
    /// <remarks>Floor and building hits stand in it only where a test could miss them.</remarks>
    public static string Of(BenchmarkResult result)
    {
        var groups = result.Methods.SelectMany(method => method.Groups).ToList();
        (string Name, Func<GroupResult, string> Cell)[] columns =
        [
            ("mean", g => Metres(g.Mean)), ("median", g => Metres(g.Median)), ("p75", g => Metres(g.P75)),
            ("p95", g => Metres(g.P95)), ("max", g => Metres(g.Max)),
            ("mean, unknown at centroid", g => Metres(g.MeanAll)),
            ("floor", g => Percent(g.FloorHit)), ("building", g => Percent(g.BuildingHit)),
            ("≤ 3 m", g => Percent(g.Within3m)), ("unknown", g => Percent(g.Unknown)),
            ("coverage", g => Percent(g.Coverage95)),
        ];
        columns = [.. columns.Where(c => c.Name switch
        {
            "floor" => groups.Any(g => g.FloorHit is { Value: < 1 }),
            "building" => groups.Any(g => g.BuildingHit is { Value: < 1 }),
            _ => groups.Any(g => c.Cell(g) != Nothing),
        })];
        bool isUpdated = result.Methods.Any(method => method.UpdateSeconds is not null);
        var text = new StringBuilder();
        Row(text, ["method", "group", "n", .. columns.Select(c => c.Name), "training s", .. isUpdated ? ["update s"] : (string[])[]]);
        Row(text, ["---", "---", .. Enumerable.Repeat("---:", columns.Length + (isUpdated ? 3 : 2))]);
        foreach (var method in result.Methods)
        {
            foreach (var group in method.Groups)
                Row(text, [NameOf(method), group.Group, Text(group.N), .. columns.Select(c => c.Cell(group)),
                    Last(group, method.TrainSeconds), .. isUpdated ? [Last(group, method.UpdateSeconds)] : (string[])[]]);

            string Last(GroupResult group, double? seconds) =>
                group != method.Groups[^1] ? "" : seconds is null ? Nothing : Text($"{seconds:0.0}");
        }
        AddProvenance(text, result);
        return text.ToString();
    }

    const string Nothing = "–";

    static void AddProvenance(StringBuilder text, BenchmarkResult result)
    {
        text.Append('\n').Append(result.Quick ? "Quick run, for checks only. " : "")
            .Append("Metres; mean over test parts, then seeds ").AppendJoin(", ", result.Seeds)
            .Append(" (± standard deviation over seeds). ")
            .Append(result.Archive is null ? result.DataHash : $"{result.Archive} {result.DataHash[..12]}")
            .Append(", commit ").Append(result.Commit?[..12] ?? "unknown")
            .Append(", ").Append(result.Processor).Append(", ").Append(result.Threads).Append(" threads.\n\n");
        foreach (var method in result.Methods)
        {
            var choices = method.Choices.Select(choice => $"{choice.Key} ({choice.Value}×)");
            text.Append(Text($"- {NameOf(method)}: {method.Description}. Tuned: {method.Tuning}."));
            if (method.Choices.Count > 0)
                text.Append(" Chosen: ").AppendJoin("; ", choices).Append('.');
            text.Append('\n');
        }
    }

    static string NameOf(MethodResult method) =>
        method.UsesLaterLabels ? $"{method.Name} (uses later labels)" : method.Name;

    static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    static string Metres(SeedFigure? figure) => figure switch
    {
        null => Nothing,
        { Spread: 0 } => Text($"{figure.Value:0.00}"),
        _ => Text($"{figure.Value:0.00} ± {figure.Spread:0.00}"),
    };

    static string Percent(SeedFigure? figure) => figure is null ? Nothing : Text($"{100 * figure.Value:0.0} %");

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
