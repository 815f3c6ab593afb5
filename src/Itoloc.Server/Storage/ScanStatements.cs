using System.Data.Common;
using Itoloc.Fingerprints;

namespace Itoloc.Server.Storage;

/// <summary>The two statements that the service executes thousands of times a second, written by hand.</summary>
static class ScanStatements
{
    // A scan that was taken out of the survey and comes again counts again.
    static readonly string InsertSurvey = Insert("survey_scans",
        "(site_id, client, hash) DO UPDATE SET retired = NULL, received = excluded.received WHERE survey_scans.retired IS NOT NULL",
        "site_id", "client", "hash", "device", "time", "received", "readings", "building", "floor", "region", "x", "y");

    static readonly string InsertQuery = Insert("query_scans", "DO NOTHING",
        "site_id", "client", "hash", "device", "time", "received", "readings", "building", "floor", "region", "x", "y",
        "model_version", "known", "accuracy", "confidence");

    const string InsertBuilding = """
        INSERT INTO buildings (site_id, name) VALUES (@site_id, @building) ON CONFLICT DO NOTHING
        """;

    const string InsertFloor = """
        INSERT INTO floors (building_id, name)
        SELECT id, @floor FROM buildings WHERE site_id = @site_id AND name = @building ON CONFLICT DO NOTHING
        """;

    /// <summary>Inserts scans in one transaction, with the buildings and floors they name.</summary>
    /// <returns>For each whether it is new.</returns>
    public static async Task<bool[]> InsertAsync(DbConnection connection, IReadOnlyList<ScanRow> scans)
    {
        bool[] stored = new bool[scans.Count];
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        foreach ((long site, string building, string floor) in scans.OfType<ScanRow.Survey>()
            .Select(row => (row.SiteId, row.Scan.Building ?? "", row.Scan.Floor ?? "")).Distinct())
        {
            (string, object?)[] place = [("site_id", site), ("building", building), ("floor", floor)];
            await ExecuteAsync(connection, transaction, InsertBuilding, place[..2]);
            await ExecuteAsync(connection, transaction, InsertFloor, place);
        }
        using Statement survey = new(connection, transaction, InsertSurvey);
        using Statement query = new(connection, transaction, InsertQuery);
        for (int i = 0; i < scans.Count; i++)
        {
            Statement statement = scans[i] is ScanRow.Survey ? survey : query;
            stored[i] = await statement.ExecuteAsync(Values(scans[i])) == 1;
        }
        await transaction.CommitAsync();
        return stored;
    }

    static (string Name, object? Value)[] Values(ScanRow row)
    {
        ScanRow.Query? query = row as ScanRow.Query;
        Scan scan = row.Scan;
        LocationEstimate? answer = query?.Estimate;
        List<(string, object?)> values =
        [
            ("site_id", row.SiteId), ("client", row.Client), ("hash", row.Hash), ("device", scan.Device),
            ("time", scan.Time?.ToUnixTimeMilliseconds()), ("received", row.Received.ToUnixTimeMilliseconds()),
            ("readings", row.Readings),
            ("building", query is null ? scan.Building ?? "" : answer!.Building),
            ("floor", query is null ? scan.Floor ?? "" : answer!.Floor),
            ("region", query is null ? scan.Region : answer!.Region),
            ("x", query is null ? scan.X : answer!.X),
            ("y", query is null ? scan.Y : answer!.Y),
        ];
        if (query is not null)
        {
            values.AddRange([
                ("model_version", query.ModelVersion), ("known", answer!.Known),
                ("accuracy", answer.Accuracy), ("confidence", answer.Confidence)]);
        }
        return [.. values];
    }

    static string Insert(string table, string onConflict, params string[] columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => $"@{column}"))}) ON CONFLICT {onConflict}";

    static async Task ExecuteAsync(
        DbConnection connection, DbTransaction transaction, string sql, (string, object?)[] values)
    {
        using Statement statement = new(connection, transaction, sql);
        await statement.ExecuteAsync(values);
    }

    /// <summary>A statement that is executed again and again with other values.</summary>
    sealed class Statement : IDisposable
    {
        readonly DbCommand _command;

        public Statement(DbConnection connection, DbTransaction transaction, string sql)
        {
            _command = connection.CreateCommand();
            _command.Transaction = transaction;
#pragma warning disable CA2100 // a constant of this file
            _command.CommandText = sql;
#pragma warning restore CA2100
        }

        public Task<int> ExecuteAsync((string Name, object? Value)[] values)
        {
            _command.Parameters.Clear();
            foreach ((string name, object? value) in values)
            {
                DbParameter parameter = _command.CreateParameter();
                parameter.ParameterName = $"@{name}";
                parameter.Value = value ?? DBNull.Value;
                _command.Parameters.Add(parameter);
            }
            return _command.ExecuteNonQueryAsync();
        }

        public void Dispose() => _command.Dispose();
    }
}
