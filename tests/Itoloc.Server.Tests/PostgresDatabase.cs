using Npgsql;

namespace Itoloc.Server.Tests;

/// <summary>A database of its own on the server of <c>ITOLOC_POSTGRES</c>, whose user may make databases.</summary>
sealed class PostgresDatabase : IDisposable
{
    readonly string _server;
    readonly string _name;

    /// <summary>Makes it, or skips the test where there is no server.</summary>
    public PostgresDatabase(string folder)
    {
        string? server = Environment.GetEnvironmentVariable("ITOLOC_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "ITOLOC_POSTGRES is not set.");
        _server = server!;
        _name = $"itoloc_test_{Environment.ProcessId}_{Path.GetFileName(folder).Replace("-", "_", StringComparison.Ordinal)}".ToLowerInvariant();
        Execute($"CREATE DATABASE \"{_name}\"");
        Connection = new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString();
    }

    public string Connection { get; }

    public void Dispose() => Execute($"DROP DATABASE IF EXISTS \"{_name}\" WITH (FORCE)");

    void Execute(string sql)
    {
        using NpgsqlConnection connection = new(_server);
        connection.Open();
#pragma warning disable CA2100 // the name is ours
        using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
