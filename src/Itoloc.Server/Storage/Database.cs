using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Itoloc.Server.Storage;

/// <summary>Which database the service keeps its data in, and how to open it.</summary>
sealed class Database
{
    /// <summary>How long a statement waits for another writer, in seconds.</summary>
    const int WaitSeconds = 30;

    const int PagesInAMegabyte = 256;

    readonly string _connection;
    readonly SqliteDurability _durability;

    public Database(ServeOptions options)
    {
        _durability = new SqliteDurability(options.LargestDatabaseMegabytes * PagesInAMegabyte);
        IsPostgres = options.Database is not null;
        _connection = options.Database ?? new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(options.Data, "itoloc.db"),
            ForeignKeys = true,
            DefaultTimeout = WaitSeconds,
        }.ToString();
    }

    public bool IsPostgres { get; }

    /// <summary>How the database is reached.</summary>
    public string Connection => _connection;

    /// <summary>Sets a context up for this database.</summary>
    public void Configure(DbContextOptionsBuilder builder)
    {
        if (IsPostgres)
            builder.UseNpgsql(_connection);
        else
            builder.UseSqlite(_connection).AddInterceptors(_durability);
    }

    /// <summary>Opens a connection of its own, for statements that go around the contexts.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        DbConnection connection = IsPostgres ? new NpgsqlConnection(_connection) : new SqliteConnection(_connection);
        await connection.OpenAsync(cancellation);
        if (!IsPostgres)
            _durability.Apply(connection);
        return connection;
    }

    /// <summary>Whether a failure means that there is no room left to write to.</summary>
    public static bool IsFull(Exception? failure) => failure switch
    {
        null => false,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
        IOException { HResult: NoSpaceLeft or WindowsDiskFull } => true,
        _ => IsFull(failure.InnerException),
    };

    const int SqliteFull = 13;
    const int NoSpaceLeft = 28;
    const int WindowsDiskFull = unchecked((int)0x80070070);
}
