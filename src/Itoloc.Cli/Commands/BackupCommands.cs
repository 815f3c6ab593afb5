using System.CommandLine;
using Itoloc.Server;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc backup</c> and <c>itoloc restore</c>: everything a service keeps, as one file.</summary>
static class BackupCommands
{
    public static Command CreateBackup(Shell shell)
    {
        var file = CommonArguments.Out("The file to write.");
        return Create(
            shell, "backup", "Write everything a service keeps to one file. The service may run meanwhile.",
            "itoloc backup --data /var/lib/itoloc --out itoloc-may.zip", file, "written to", ItolocService.BackupAsync);
    }

    public static Command CreateRestore(Shell shell)
    {
        var file = new Option<string>("--from") { HelpName = "FILE", Required = true, Description = "The backup." };
        return Create(
            shell, "restore", "Put a backup into an empty data folder or database. Models answer as they did, keys work as they did.",
            "itoloc restore --data /var/lib/itoloc --from itoloc-may.zip", file, "restored from", ItolocService.RestoreAsync);
    }

    static DocumentedCommand Create(
        Shell shell, string name, string description, string example, Option<string> file, string done,
        Func<string[], string, CancellationToken, Task<long>> run)
    {
        var data = new Option<string>("--data") { HelpName = "FOLDER", Required = true, Description = "The service's data folder." };
        var database = ServeCommand.Database();
        var command = new DocumentedCommand(name, description, example) { data, database, file };
        command.SetAction(parsed =>
        {
            string[] settings = ["--data", parsed.GetRequiredValue(data), .. ServeCommand.Setting("--database", parsed.GetValue(database))];
            string path = parsed.GetRequiredValue(file);
            long rows = run(settings, path, shell.Stop).GetAwaiter().GetResult();
            shell.Messages.WriteLine($"{rows:N0} rows {done} {path}");
            return CommandLine.Done;
        });
        return command;
    }
}
