using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Itoloc.Server.Storage;

/// <summary>
/// Every SQLite connection writes ahead and waits for the disk at each commit: what is committed survives
/// <c>kill -9</c> and a power cut. Deleted rows are overwritten, so that an erased device is gone from the file too.
/// </summary>
/// <param name="mostPages">Pages of 4096 bytes that the database may grow to; null = as the disk allows.</param>
sealed class SqliteDurability(int? mostPages) : DbConnectionInterceptor
{
    readonly string _pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        + (mostPages is { } pages ? FormattableString.Invariant($" PRAGMA max_page_count={pages};") : "");

    public void Apply(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants and a number
        command.CommandText = _pragmas;
#pragma warning restore CA2100
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
