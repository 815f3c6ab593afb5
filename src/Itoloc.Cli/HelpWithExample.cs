using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Itoloc.Cli;

/// <summary>The stock help, followed by an example to copy.</summary>
sealed class HelpWithExample : SynchronousCommandLineAction
{
    readonly HelpAction _stock = new() { MaxWidth = 110 };

    /// <summary>Help is given whatever else is wrong with the command line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = _stock.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Example:");
        var example = parseResult.CommandResult.Command is DocumentedCommand command ? command.Example : "itoloc demo";
        foreach (var line in example.Split('\n')) output.WriteLine($"  {line}");
        return exitCode;
    }
}
