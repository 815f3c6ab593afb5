using System.CommandLine;
using System.Globalization;

namespace Itoloc.Cli;

/// <summary>Arguments and options that several commands share, so that they mean the same everywhere.</summary>
static class CommonArguments
{
    /// <summary>The name that stands for standard input or output.</summary>
    public const string Standard = "-";

    const string DataVariable = "ITOLOC_DATA";

    public static Argument<string[]> ScanLogs() =>
        Paths("FILE", "Scan logs (JSON Lines, gzipped or not); - is standard input.");

    /// <summary>One or more paths.</summary>
    public static Argument<string[]> Paths(string name, string description) =>
        WithoutOptions(new Argument<string[]>(name) { Arity = ArgumentArity.OneOrMore, Description = description });

    /// <summary>One path.</summary>
    public static Argument<string> Path(string name, string description) =>
        WithoutOptions(new Argument<string>(name) { Description = description });

    public static Option<string> Model(string description) =>
        new("--model") { HelpName = "MODEL", Required = true, Description = description };

    public static Option<string> Out(string description) =>
        new("--out") { HelpName = "FILE", Required = true, Description = description };

    public static Option<int> Seed() =>
        WholeNumber("--seed", 1, int.MinValue, "Seed of everything random; equal seeds give equal results.");

    public static Option<int> Threads() => WholeNumber("--threads", Environment.ProcessorCount, 1, "Threads used.");

    public static Option<bool> Json() => new("--json") { Description = "Print exactly one JSON document." };

    /// <summary>The folder of the published data sets.</summary>
    public static Option<string> Data() => new("--data")
    {
        HelpName = "FOLDER",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DataVariable)
            ?? System.IO.Path.Combine("..", "shared", "data"),
        Description = $"The folder with the data sets; ${DataVariable} if that is set.",
    };

    /// <summary>The names of a list separated by commas.</summary>
    public static string[] Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The command line as it was given, for the record.</summary>
    public static string CommandLineOf(ParseResult parsed) =>
        $"itoloc {string.Join(' ', parsed.Tokens.Select(token => token.Value))}";

    /// <summary>An option whose value is a whole number.</summary>
    public static Option<int> WholeNumber(string name, int byDefault, int minimum, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && value >= minimum)
            {
                return value;
            }
            result.AddError(minimum == int.MinValue
                ? $"{name} needs a whole number, not '{text}'."
                : $"{name} needs a whole number of at least {minimum}, not '{text}'.");
            return byDefault;
        },
    };

    /// <summary>Refuses what looks like an option: a mistyped one would otherwise be taken for a file.</summary>
    static Argument<T> WithoutOptions<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && token.Value != Standard))
            {
                result.AddError($"There is no option '{token.Value}'; write ./{token.Value} if it is a file.");
            }
        });
        return argument;
    }
}
