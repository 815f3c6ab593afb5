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

    /// <summary>Writes everything the service keeps to one file, also while it runs.</summary>
    /// <param name="args">Settings as for <see cref="RunAsync"/>; <c>data</c> and <c>database</c> matter.</param>
    /// <param name="file">The file; replaced when whole.</param>
    /// <param name="stop">Stops it; nothing remains.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="IOException">The database or the file cannot be used.</exception>
    public static Task<long> BackupAsync(string[] args, string file, CancellationToken stop = default) =>
        WithDatabaseAsync(args, mayBeNew: false, backup => backup.WriteAsync(file, stop));

    /// <summary>Puts a backup into an empty data folder or database.</summary>
    /// <param name="args">Likewise.</param>
    /// <param name="file">The backup.</param>
    /// <param name="stop">Stops it; nothing of it remains.</param>
    /// <returns>Rows restored.</returns>
    /// <exception cref="InvalidDataException">No backup, or the database holds something already.</exception>
    /// <exception cref="IOException">The database or the file cannot be used.</exception>
    public static Task<long> RestoreAsync(string[] args, string file, CancellationToken stop = default) =>
        WithDatabaseAsync(args, mayBeNew: true, backup => backup.RestoreAsync(file, stop));

    static async Task<long> WithDatabaseAsync(string[] args, bool mayBeNew, Func<Backup, Task<long>> use)
    {
        ServeOptions options = ServeOptions.From(args);
        if (!mayBeNew && options.Database is null && !File.Exists(Path.Combine(options.Data, "itoloc.db")))
            throw new FileNotFoundException($"There is no service's data in {options.Data}.");
        Directory.CreateDirectory(options.Data);
        try
        {
            return await use(new Backup(new Database(options)));
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or SchemaTooNewException or ArgumentException)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    static WebApplication Build(WebApplicationBuilder builder, ServeOptions options)
    {
        builder.ListenOn(options);
        builder.KeepSecretsOutOfLogs(options);
        builder.Services.AddItoloc(options);

        WebApplication app = builder.Build();
        app.UseItoloc();
        app.MapItoloc();
        return app;
    }
}
