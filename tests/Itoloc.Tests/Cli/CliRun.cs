using System.Text;
using Itoloc.Cli;

namespace Itoloc.Tests.Cli;

/// <summary>What a command did: its exit code, its results and its messages.</summary>
sealed record CliRun(int ExitCode, byte[] OutputBytes, string Messages)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public string[] OutputLines => Lines(Output);

    public string[] MessageLines => Lines(Messages);

    /// <summary>The line with which a failed command ends.</summary>
    public string Reason => MessageLines[^1];

    public static CliRun Of(params string[] args) => With([], args);

    public static CliRun With(byte[] input, params string[] args)
    {
        using var messages = new StringWriter();
        return With(input, messages, TimeProvider.System, CancellationToken.None, args);
    }

    public static CliRun With(
        byte[] input, TextWriter messages, TimeProvider clock, CancellationToken stop, params string[] args)
    {
        using var output = new MemoryStream();
        using var shell = new Shell(new MemoryStream(input), output, messages) { Clock = clock, Stop = stop };
        var exitCode = CommandLine.Run(args, shell);
        return new(exitCode, output.ToArray(), messages.ToString()!);
    }

    /// <summary>Asserts that the command failed as every command must: one last line with the reason, no result.</summary>
    public void AssertFailed(string reason)
    {
        Assert.Equal(CommandLine.Failed, ExitCode);
        Assert.StartsWith("itoloc: ", Reason, StringComparison.Ordinal);
        Assert.Contains(reason, Reason, StringComparison.Ordinal);
        Assert.Empty(OutputBytes);
    }

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
