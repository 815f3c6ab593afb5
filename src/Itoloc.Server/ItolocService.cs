using Itoloc.Server.Http;
using Itoloc.Server.Storage;

namespace Itoloc.Server;

/// <summary>The service: one process, one data folder or one database.</summary>
public static class ItolocService
{
    /// <summary>Runs the service until it is told to stop.</summary>
    /// <param name="args">Settings as <c>--name value</c>: see <c>docs/service.md</c>.</param>
    /// <param name="stop">Tells it to stop; so do SIGINT and SIGTERM.</param>
    /// <returns>0 when it was stopped, 1 when it could not start, with one line on standard error.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken stop = default)
    {
        ServeOptions? options = null;
        try
        {
            options = ServeOptions.From(args);
            // Not the working folder, where any file of settings might lie.
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
                new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            await using WebApplication app = Build(builder, options);
            await ((IHost)app).RunAsync(stop);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException
            or System.Data.Common.DbException or SchemaTooNewException)
        {
            await Console.Error.WriteLineAsync(
                $"itoloc: {failure.Message.ReplaceLineEndings(" ")}{(options is null ? "" : $" (data folder {options.Data})")}");
            return 1;
        }
    }

    static WebApplication Build(WebApplicationBuilder builder, ServeOptions options)
    {
        builder.ListenOn(options);
        builder.KeepSecretsOutOfLogs();
        builder.Services.AddItoloc(options);

        WebApplication app = builder.Build();
        app.UseItoloc();
        app.MapItoloc();
        return app;
    }
}
