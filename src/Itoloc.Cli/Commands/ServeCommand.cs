using System.CommandLine;
using System.Globalization;
using Itoloc.Server;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc serve</c>: the service, until it is stopped.</summary>
static class ServeCommand
{
    public static Command Create(Shell shell)
    {
        var data = new Option<string>("--data")
        {
            HelpName = "FOLDER",
            Required = true,
            Description = "The folder that holds everything the service keeps; made when missing.",
        };
        var port = CommonArguments.WholeNumber("--port", 8480, 0, "The port to listen on; 0 lets the system choose.");
        var host = new Option<string>("--host")
        {
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
            Description = "The address to listen on; * for all.",
        };
        var database = Database();
        var settings = new Option<string[]>("--set")
        {
            HelpName = "NAME=VALUE",
            Description = "Any other setting of docs/service.md, such as update-every-days=1; may be repeated.",
        };
        settings.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--set needs NAME=VALUE, not '{token.Value}'.");
            }
        });
        var newAdminKey = new Option<bool>("--new-admin-key") { Description = "Make one more administrator's key and print it." };
        var command = new DocumentedCommand("serve", "Run the service: surveys in, models trained, phones located. See docs/service.md.",
            "itoloc serve --data /var/lib/itoloc --port 8480")
        {
            data, port, host, database, newAdminKey, settings,
        };
        command.SetAction(parsed =>
        {
            List<string> arguments =
            [
                "--data", parsed.GetRequiredValue(data),
                "--port", parsed.GetValue(port).ToString(CultureInfo.InvariantCulture),
                "--host", parsed.GetValue(host)!,
            ];
            arguments.AddRange(Setting("--database", parsed.GetValue(database)));
            if (parsed.GetValue(newAdminKey))
                arguments.AddRange(["--new-admin-key", "true"]);
            arguments.AddRange((parsed.GetValue(settings) ?? []).Select(setting => $"--{setting}"));
            return ItolocService.RunAsync([.. arguments], shell.Stop).GetAwaiter().GetResult();
        });
        return command;
    }

    /// <summary>Which database, for every command that uses the service's.</summary>
    public static Option<string?> Database() => new("--database")
    {
        HelpName = "CONNECTION",
        Description = "A PostgreSQL connection string; without it SQLite in the data folder.",
    };

    /// <summary>A setting of the service, if given.</summary>
    public static string[] Setting(string name, string? value) => value is null ? [] : [name, value];
}
