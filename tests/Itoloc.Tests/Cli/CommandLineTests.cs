using Itoloc.Cli;

namespace Itoloc.Tests.Cli;

public sealed class CommandLineTests
{
    public static TheoryData<string> Commands =>
        ["import", "train", "locate", "update", "evaluate", "info", "simulate", "benchmark", "demo", "serve", "backup", "restore"];

    [Theory]
    [InlineData("")]
    [InlineData("fly")]
    [InlineData("train")]
    [InlineData("train --model m")]
    [InlineData("train a.jsonl")]
    [InlineData("train a.jsonl --model m --frobnicate")]
    [InlineData("train a.jsonl --model m --preset fast")]
    [InlineData("train a.jsonl --model m --threads 0")]
    [InlineData("train a.jsonl --model m --seed one")]
    [InlineData("train a.jsonl --model")]
    [InlineData("locate a.jsonl")]
    [InlineData("locate --model m")]
    [InlineData("evaluate --model m")]
    [InlineData("info")]
    [InlineData("info a b")]
    [InlineData("import jpeg a --out b")]
    [InlineData("import uji-lib --out b")]
    [InlineData("simulate castle --out b")]
    [InlineData("simulate office")]
    [InlineData("benchmark")]
    [InlineData("benchmark guess")]
    [InlineData("benchmark cross-device --methods itoloc,magic")]
    [InlineData("benchmark cross-device --seeds 0")]
    [InlineData("demo now")]
    [InlineData("serve")]
    [InlineData("serve --data d --port x")]
    [InlineData("serve --data d --set update-every-days")]
    [InlineData("backup --data d")]
    [InlineData("restore --data d")]
    public void Run_SaysWrongUsageInOneLine_WhenItCannotBeUnderstood(string arguments)
    {
        var run = CliRun.Of(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(CommandLine.WrongUsage, run.ExitCode);
        Assert.Empty(run.OutputBytes);
        Assert.StartsWith("itoloc: ", Assert.Single(run.MessageLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NamesTheOption_WhenItIsMistyped() =>
        Assert.Contains("'--sede'", CliRun.Of("train", "a.jsonl", "--model", "m", "--sede", "1").Reason, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_EndsWithAnExample(string command)
    {
        var run = CliRun.Of(command, "--help");

        Assert.Equal(CommandLine.Done, run.ExitCode);
        Assert.Contains($"Example:\n  itoloc {command}", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Messages);
    }

    [Fact]
    public void Help_ListsEveryCommand()
    {
        var help = CliRun.Of("--help").Output;

        Assert.All(Commands, command => Assert.Contains($"\n  {command.Data} ", help, StringComparison.Ordinal));
    }

    [Fact]
    public void Version_IsPrinted() => Assert.StartsWith("0.", CliRun.Of("--version").Output, StringComparison.Ordinal);
}
