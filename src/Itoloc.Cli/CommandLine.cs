using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Itoloc.Cli.Commands;

namespace Itoloc.Cli;

/// <summary>The <c>itoloc</c> command line: finds the command, runs it, and turns failures into exit codes.</summary>
static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Runs one command to its end.</summary>
    /// <returns>0 done, 1 failed, 2 wrong usage; the last two with a one-line reason among the messages.</returns>
    public static int Run(IReadOnlyList<string> args, Shell shell)
    {
        // Without a replacer a path that begins with @ is a path, not a file of further arguments.
        var parsed = Root(shell).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            var reasons = string.Join(' ', parsed.Errors.Select(error => OneLine(error.Message)).Distinct());
            var command = parsed.CommandResult.Command is DocumentedCommand named ? $"itoloc {named.Name}" : "itoloc";
            shell.Messages.WriteLine($"itoloc: {reasons} See '{command} --help'.");
            return WrongUsage;
        }

        try
        {
            var exitCode = parsed.Invoke(new InvocationConfiguration
            {
                Output = shell.Results,
                Error = shell.Messages,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            shell.Results.Flush();
            return exitCode;
        }
        catch (OperationCanceledException)
        {
            shell.Messages.WriteLine("itoloc: stopped; nothing was written");
        }
        catch (Exception failure) when (failure is CommandFailedException or IOException or InvalidDataException
            or UnauthorizedAccessException)
        {
            shell.Messages.WriteLine($"itoloc: {OneLine(failure.Message)}");
        }
        return Failed;
    }

    static RootCommand Root(Shell shell)
    {
        var root = new RootCommand("WiFi indoor positioning: from a survey to a position.")
        {
            ImportCommand.Create(shell),
            TrainCommand.Create(shell),
            LocateCommand.Create(shell),
            EvaluateCommand.Create(shell),
            InfoCommand.Create(shell),
            UpdateCommand.Create(shell),
            SimulateCommand.Create(shell),
            BenchmarkCommand.Create(shell),
            FiguresCommand.Create(shell),
            DemoCommand.Create(shell),
            ServeCommand.Create(shell),
            BackupCommands.CreateBackup(shell),
            BackupCommands.CreateRestore(shell),
        };
        root.HelpName = "itoloc";
        // The stock help option also answers to /h and /?, which are possible paths here.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Action = new HelpWithExample() });
        return root;
    }

    static string OneLine(string message) =>
        string.Join(' ', message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
