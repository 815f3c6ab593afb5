using Npgsql;

namespace Itoloc.Server.Storage;

/// <summary>
/// Listens to PostgreSQL for what other processes change (<see cref="SchemaVersion2"/>): a promotion, a site or a key made
/// elsewhere is known here when its transaction is. Does nothing with SQLite.
/// </summary>
sealed class Notifications(Database database, Register register, TimeProvider clock, ILogger<Notifications> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (database.IsPostgres && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = (NpgsqlConnection)await database.OpenAsync(stoppingToken);
                await using (NpgsqlCommand listen = new("LISTEN itoloc_register", connection))
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                // What changed before we listened.
                await register.RefreshAsync(stoppingToken);
                while (true)
                {
                    await connection.WaitAsync(stoppingToken);
                    await register.RefreshSoonAsync();
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("The database does not notify: {Reason}", failure.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }
}
