using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Itoloc.Server.Storage;

/// <summary>
/// Every SQLite connection writes ahead and waits for the disk at each commit: what is committed survives
/// <c>kill -9</c> and a power cut. Deleted rows are overwritten, so that an erased device is gone from the file too.
/// </summary>
sealed class SqliteDurability : DbConnectionInterceptor
{
    public static SqliteDurability Instance { get; } = new();

    public static void Apply(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}
