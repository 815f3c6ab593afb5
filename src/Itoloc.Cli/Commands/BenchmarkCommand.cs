using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Itoloc.Evaluation;
using Itoloc.Evaluation.Benchmarking;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc benchmark</c>: methods compared on published data.</summary>
static class BenchmarkCommand
{
    const string DefaultMethods = "itoloc,knn,knn-star";
    const int LongestList = 100;

    public static Command Create(Shell shell)
    {
        var protocol = new Argument<string>("PROTOCOL")
        {
            HelpName = "PROTOCOL",
            Description = Describe(Protocols.All.Select(protocol => (protocol.Name, protocol.Description))),
        };
        protocol.AcceptOnlyFromAmong([.. Protocols.All.Select(protocol => protocol.Name)]);
        var methods = new Option<string>("--methods")
        {
            HelpName = "LIST",
            Description = "Methods to compare, separated by commas.\n"
                + Describe(Methods.All.Select(method => (method.Name, method.Description))),
            DefaultValueFactory = _ => DefaultMethods,
        };
        methods.Validators.Add(result =>
        {
            foreach (var name in CommonArguments.Names(result.GetValueOrDefault<string>()).Where(name => Methods.Find(name) is null))
            {
                result.AddError($"There is no method '{name}'.");
            }
        });
        var seeds = CommonArguments.WholeNumber("--seeds", 3, 1, "Seeds each method is run with: 1 to N. With --quick one, if not said.");
        var json = CommonArguments.Json();
        var quick = new Option<bool>("--quick") { Description = "A smaller run, for checks only: three minutes at most with the default methods." };
        var threads = CommonArguments.Threads();
        var data = CommonArguments.Data();
        var runs = new Option<string>("--runs")
        {
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "runs",
            Description = "Where measurements are kept; an interrupted benchmark goes on from there.",
        };
        var command = new DocumentedCommand("benchmark", "Compare methods on published data, the same rows for each.",
            "itoloc benchmark cross-device\nitoloc benchmark long-term-frozen --methods itoloc,knn-star --seeds 5 --json")
        {
            protocol, methods, seeds, json, quick, threads, data, runs,
        };
        command.SetAction(parsed =>
        {
            var chosen = Protocols.Find(parsed.GetRequiredValue(protocol))!;
            var names = CommonArguments.Names(parsed.GetRequiredValue(methods));
            bool isQuick = parsed.GetValue(quick);
            int count = isQuick && parsed.GetResult(seeds) is not { Implicit: false } ? 1 : parsed.GetValue(seeds);
            var result = Run(shell, new()
            {
                Protocol = chosen,
                Methods = [.. names.Select(name => Methods.Find(name)!)],
                Seeds = [.. Enumerable.Range(1, count)],
                Quick = isQuick,
                Threads = parsed.GetValue(threads),
                DataFolder = parsed.GetRequiredValue(data),
                RunFolder = Path.Combine(
                    parsed.GetRequiredValue(runs),
                    FolderName($"{chosen.Name}{(isQuick ? "-quick" : "")}", names, count)),
                Command = CommonArguments.CommandLineOf(parsed),
            });
            shell.Results.WriteLine((parsed.GetValue(json) ? result.ToJson() : MarkdownTable.Of(result)).TrimEnd());
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>The folder of a run. A list of methods too long for the name of one (255 bytes) is cut and told from
    /// others by its hash.</summary>
    internal static string FolderName(string kind, IReadOnlyList<string> methods, int seeds)
    {
        string list = string.Join('+', methods);
        if (list.Length > LongestList)
            list = $"{list[..LongestList]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..8]}";
        return $"{kind}-{list}-{seeds}";
    }

    static BenchmarkResult Run(Shell shell, BenchmarkOptions options)
    {
        if (!File.Exists(Path.Combine(options.DataFolder, options.Protocol.Archive!)))
        {
            throw new CommandFailedException(
                $"there is no '{options.Protocol.Archive}' in '{options.DataFolder}'; name its folder with --data");
        }
        try
        {
            return ProgressDisplay.Show(shell, report => BenchmarkRunner.RunAsync(
                options,
                new Callback<BenchmarkProgress>(progress => report(
                    Math.Min(1, (progress.Finished + progress.Fraction) / progress.Total),
                    $"{progress.Finished}/{progress.Total} trained, {progress.Method}, seed {progress.Seed}, {progress.Fold}")),
                shell.Stop).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailedException(
                $"stopped; what was measured is kept in '{options.RunFolder}', and the same command goes on from there");
        }
    }

    static string Describe(IEnumerable<(string Name, string Description)> choices) =>
        string.Join('\n', choices.Select(choice => $"{choice.Name}: {choice.Description}"));
}
