using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Itoloc.Server.Tests.Storage;

/// <summary>A folder of the first version is brought up, and keeps what it holds.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Upgrade_KeepsWhatAnEarlierVersionWrote()
    {
        string folder = Directory.CreateTempSubdirectory("itoloc-upgrade-").FullName;
        await using (SqliteConnection connection = new($"Data Source={Path.Combine(folder, "itoloc.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants
            command.CommandText = SchemaVersion1.Sql.Replace("$id", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
                .Replace("$bytes", "BLOB", StringComparison.Ordinal).Replace("$bool", "INTEGER", StringComparison.Ordinal)
                + """
                INSERT INTO sites (name, created) VALUES ('old', 1);
                INSERT INTO jobs (site_id, kind, state, created, finished, outcome) VALUES (1, 'train', 'done', 1, 2, 'version 1');
                CREATE TABLE schema_version (version INTEGER NOT NULL);
                INSERT INTO schema_version (version) VALUES (1);
                """;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        await using (Upgraded service = new(folder))
        {
            using HttpClient client = await service.SiteClientAsync("old");
            JsonElement[] jobs = (await client.GetFromJsonAsync<JsonElement[]>($"{ServiceFactory.Api}/sites/old/jobs"))!;
            Assert.Equal("version 1", jobs.Single().GetProperty("message").GetString());
            await ServiceFactory.TrainAsync(client, "old");
        }
        Directory.Delete(folder, recursive: true);
    }

    sealed class Upgraded(string folder) : ServiceFactory(folder);
}
