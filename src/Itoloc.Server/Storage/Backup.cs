using System.Data;
using System.Data.Common;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Itoloc.Server.Storage;

/// <summary>What a backup holds, its first entry.</summary>
/// <param name="Format">Of the file.</param>
/// <param name="Schema">Version of the database it was taken from.</param>
/// <param name="Tables">Every table with its columns, in the order of restoring.</param>
sealed record BackupManifest(int Format, int Schema, IReadOnlyList<BackupTable> Tables);

/// <summary>A table of a backup; its rows are the lines of the entry <c>NAME.jsonl</c>, each an array.</summary>
sealed record BackupTable(string Name, IReadOnlyList<string> Columns);

/// <summary>
/// Everything the service keeps as one file: a zip of a manifest and one file of lines a table, from one moment, taken while
/// the service runs. It restores into an empty SQLite folder or PostgreSQL database, whichever it came from.
/// </summary>
sealed class Backup(Database database)
{
    public const int Format = 1;

    const string ManifestName = "manifest.json";

    /// <summary>The tables, each after those it refers to.</summary>
    public static readonly IReadOnlyList<string> Tables =
    [
        "sites", "buildings", "floors", "floor_plans", "floor_versions", "regions", "survey_scans", "query_scans",
        "opted_out_access_points", "models", "model_contents", "promotions", "jobs", "keys", "audit",
    ];

    /// <summary>Writes a backup; the file is whole or absent.</summary>
    /// <returns>Rows written.</returns>
    public async Task<long> WriteAsync(string path, CancellationToken cancellation)
    {
        await new Schema(database).UpgradeAsync(cancellation);
        string part = path + ".part";
        long rows = 0;
        try
        {
            await using (DbConnection connection = await database.OpenAsync(cancellation))
            await using (DbTransaction moment = await BeginReadAsync(connection, cancellation))
            await using (ZipArchive zip = await ZipFile.OpenAsync(part, ZipArchiveMode.Create, cancellation))
            {
                List<BackupTable> tables = [];
                foreach (string table in Tables)
                    tables.Add(new BackupTable(table, await ColumnsAsync(connection, moment, table, cancellation)));
                await using (Stream manifest = await zip.CreateEntry(ManifestName).OpenAsync(cancellation))
                    await JsonSerializer.SerializeAsync(manifest, new BackupManifest(Format, Schema.Latest, tables), BackupJson.Default.BackupManifest, cancellation);
                foreach (BackupTable table in tables)
                    rows += await WriteTableAsync(zip, connection, moment, table, cancellation);
            }
            File.Move(part, path, overwrite: true);
            return rows;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Puts a backup into an empty database, all of it or nothing.</summary>
    /// <returns>Rows restored.</returns>
    /// <exception cref="InvalidDataException">No backup, one of a later program, or the database holds something.</exception>
    public async Task<long> RestoreAsync(string path, CancellationToken cancellation)
    {
        await using ZipArchive zip = await ZipFile.OpenReadAsync(path, cancellation);
        BackupManifest manifest = await ManifestAsync(zip, cancellation);
        await new Schema(database).UpgradeAsync(cancellation);
        await using DbConnection connection = await database.OpenAsync(cancellation);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        foreach (string table in (string[])["sites", "keys"])
        {
            await using DbCommand any = Command(connection, transaction, $"SELECT COUNT(*) FROM {table}");
            if (Convert.ToInt64(await any.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture) > 0)
                throw new InvalidDataException("The database holds something already; a backup is restored into an empty one.");
        }
        long rows = 0;
        foreach (BackupTable table in manifest.Tables)
            rows += await RestoreTableAsync(zip, connection, transaction, table, cancellation);
        await transaction.CommitAsync(cancellation);
        return rows;
    }

    static async Task<BackupManifest> ManifestAsync(ZipArchive zip, CancellationToken cancellation)
    {
        if (zip.GetEntry(ManifestName) is not { } entry)
            throw new InvalidDataException("This is no backup of the service: it has no manifest.");
        await using Stream stream = await entry.OpenAsync(cancellation);
        BackupManifest manifest = (await JsonSerializer.DeserializeAsync(stream, BackupJson.Default.BackupManifest, cancellation))!;
        if (manifest.Format > Format || manifest.Schema > Schema.Latest)
            throw new InvalidDataException("The backup was written by a later program.");
        return manifest.Tables.All(table => Tables.Contains(table.Name) && table.Columns.All(column => column.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')))
            ? manifest
            : throw new InvalidDataException("The backup names tables that there are not.");
    }

    static async Task<long> WriteTableAsync(
        ZipArchive zip, DbConnection connection, DbTransaction moment, BackupTable table, CancellationToken cancellation)
    {
        long rows = 0;
        await using Stream entry = await zip.CreateEntry($"{table.Name}.jsonl").OpenAsync(cancellation);
        await using BufferedStream stream = new(entry, 1 << 16);
        await using DbCommand command = Command(connection, moment, $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} ORDER BY 1");
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
        for (; await reader.ReadAsync(cancellation); rows++)
        {
            BackupJson.WriteRow(stream, reader);
            stream.WriteByte((byte)'\n');
        }
        return rows;
    }

    async Task<long> RestoreTableAsync(
        ZipArchive zip, DbConnection connection, DbTransaction transaction, BackupTable table, CancellationToken cancellation)
    {
        string columns = string.Join(", ", table.Columns);
        await using DbCommand probe = Command(connection, transaction, $"SELECT {columns} FROM {table.Name} LIMIT 0");
        Type[] types;
        await using (DbDataReader reader = await probe.ExecuteReaderAsync(cancellation))
            types = [.. table.Columns.Select((_, i) => reader.GetFieldType(i))];
        await using DbCommand insert = Command(connection, transaction,
            $"INSERT INTO {table.Name} ({columns}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})");
        long rows = 0;
        await using Stream stream = await (zip.GetEntry($"{table.Name}.jsonl")
            ?? throw new InvalidDataException($"The backup lacks the table {table.Name}.")).OpenAsync(cancellation);
        using StreamReader lines = new(stream);
        for (; await lines.ReadLineAsync(cancellation) is { } line; rows++)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            insert.Parameters.Clear();
            for (int i = 0; i < types.Length; i++)
            {
                DbParameter parameter = insert.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@p{i}", BackupJson.ValueOf(row.RootElement[i], types[i]));
                insert.Parameters.Add(parameter);
            }
            await insert.ExecuteNonQueryAsync(cancellation);
        }
        if (database.IsPostgres && table.Columns.Contains("id"))
        {
            await using DbCommand next = Command(connection, transaction,
                $"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table.Name}), false)");
            await next.ExecuteNonQueryAsync(cancellation);
        }
        return rows;
    }

    static async Task<IReadOnlyList<string>> ColumnsAsync(
        DbConnection connection, DbTransaction moment, string table, CancellationToken cancellation)
    {
        await using DbCommand command = Command(connection, moment, $"SELECT * FROM {table} LIMIT 0");
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    // One moment for all tables, and no writer kept waiting.
    static async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellation) =>
        connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    static DbCommand Command(DbConnection connection, DbTransaction transaction, string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // names of tables are constants, those of columns are checked
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
