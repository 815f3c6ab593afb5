using System.Net.Http.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Storage;

/// <summary>What the database must do, the same on both.</summary>
public abstract partial class StorageTests
{
    static readonly DateTimeOffset Moment = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A service on an empty database, or the test is skipped.</summary>
    protected abstract ServiceFactory Start();

    /// <summary>Another service on the same database.</summary>
    protected abstract ServiceFactory StartBeside(ServiceFactory first);

    [Fact]
    public async Task Survey_ComesBackAsItWent_OnceHoweverOftenItIsSent()
    {
        await using ServiceFactory service = Start();
        (Site site, Ingest ingest) = await SiteAsync(service);
        Scan[] scans = [
            Scan(0) with { Building = "b", Floor = "-1", Region = "Küche", X = 0.1, Y = -2.5e-3, Device = "S3" },
            Scan(0) with { Building = "b", Floor = "-1", Region = "Küche", X = 0.1, Y = -2.5e-3, Device = "S4" },
            Scan(1) with { Region = "hall", Readings = [] },
        ];

        Assert.Equal((bool[])[true, true, true], await ingest.StoreSurveyAsync(site, "c", scans, CancellationToken.None));
        Assert.Equal((bool[])[false, false, false], await ingest.StoreSurveyAsync(site, "c", scans, CancellationToken.None));

        await using AsyncServiceScope scope = service.Services.CreateAsyncScope();
        List<Scan> stored = await scope.ServiceProvider.GetRequiredService<SurveyStore>().ReadAsync(site, CancellationToken.None).ToListAsync();
        Assert.Equal(
            scans.Select(scan => Text(scan with { Site = site.Name })).Order(StringComparer.Ordinal),
            stored.Select(Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ManySenders_AtOnce_LoseNothing()
    {
        await using ServiceFactory service = Start();
        (Site site, Ingest ingest) = await SiteAsync(service);

        bool[][] stored = await Task.WhenAll(Enumerable.Range(0, 64).Select(sender => ingest.StoreSurveyAsync(
            site, $"{sender % 32}", [.. Enumerable.Range(0, 50).Select(i => Scan(i) with { X = sender % 32, Y = i })], CancellationToken.None)));

        // Every sender sends twice; each scan is new exactly once.
        Assert.Equal(32 * 50, stored.Sum(list => list.Count(isNew => isNew)));
        await using ItolocContext context = await ContextAsync(service);
        Assert.Equal(32 * 50, await context.SurveyScans.CountAsync());
    }

    [Fact]
    public async Task Query_IsKeptWithItsAnswer()
    {
        await using ServiceFactory service = Start();
        (Site site, Ingest ingest) = await SiteAsync(service);
        LocationEstimate estimate = new() { Known = true, Building = "b", Floor = "1", X = 1.5, Y = 2.5, Accuracy = 3, Confidence = 0.5 };

        Assert.Equal((bool[])[true], await ingest.StoreQueriesAsync(site, "c", [(Scan(3), estimate, 7)], CancellationToken.None));

        await using ItolocContext context = await ContextAsync(service);
        QueryScan query = await context.QueryScans.SingleAsync();
        Assert.Equal((true, "b", "1", null, 1.5, 2.5, 3.0, 0.5, 7),
            (query.Known, query.Building, query.Floor, query.Region, query.X, query.Y, query.Accuracy, query.Confidence, query.ModelVersion));
        Assert.Equal(Moment.AddSeconds(3).ToUnixTimeMilliseconds(), query.Time);
    }

    [Fact]
    public async Task Retention_ForgetsOldQueries_AndNoOthers()
    {
        await using ServiceFactory service = Start();
        (Site site, Ingest ingest) = await SiteAsync(service);
        await ingest.StoreQueriesAsync(site, "c", [(Scan(1), LocationEstimate.Unknown, null), (Scan(2), LocationEstimate.Unknown, null)], CancellationToken.None);
        await using ItolocContext context = await ContextAsync(service);
        long old = TimeProvider.System.GetUtcNow().AddDays(-91).ToUnixTimeMilliseconds();
        await context.Database.ExecuteSqlAsync($"UPDATE query_scans SET received = {old} WHERE time = {Moment.AddSeconds(1).ToUnixTimeMilliseconds()}");

        Assert.Equal(1, await service.Services.GetRequiredService<Retention>().ForgetAsync(CancellationToken.None));
        Assert.Equal(1, await context.QueryScans.CountAsync());
    }

    [Fact]
    public async Task BadScan_DoesNotSinkThoseThatWaitWithIt()
    {
        await using ServiceFactory service = Start();
        (Site site, Ingest ingest) = await SiteAsync(service);
        Site gone = new() { Id = 999, Name = "gone" };

        Task<bool[]>[] good = [.. Enumerable.Range(0, 20).Select(i => ingest.StoreSurveyAsync(site, "c", [Scan(i) with { X = 1, Y = 1 }], CancellationToken.None))];
        Task<bool[]> bad = ingest.StoreSurveyAsync(gone, "c", [Scan(0) with { X = 1, Y = 1 }], CancellationToken.None);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => bad);
        Assert.All(await Task.WhenAll(good), stored => Assert.Equal([true], stored));
    }

    [Fact]
    public async Task Upgrade_DoesNothing_TheSecondTime_AndTwoAtOnceDoItOnce()
    {
        await using ServiceFactory service = Start();
        Schema schema = service.Services.GetRequiredService<Schema>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => schema.UpgradeAsync(CancellationToken.None)));

        await using ItolocContext context = await ContextAsync(service);
        Assert.Equal([Schema.Latest], await context.Database.SqlQuery<int>($"SELECT version AS \"Value\" FROM schema_version").ToListAsync());
    }

    [Fact]
    public async Task Upgrade_RefusesADatabaseOfALaterProgram()
    {
        await using ServiceFactory service = Start();
        await using ItolocContext context = await ContextAsync(service);
        await context.Database.ExecuteSqlAsync($"UPDATE schema_version SET version = 99");

        await Assert.ThrowsAsync<SchemaTooNewException>(
            () => service.Services.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task WholeFlow_TrainsPromotesAndErases()
    {
        await using ServiceFactory service = Start();
        using HttpClient client = await service.SiteClientAsync("flow");
        await ServiceFactory.TrainAsync(client, "flow");

        System.Text.Json.JsonElement erased = await ServiceFactory.JsonOfAsync(await client.DeleteAsync($"{ServiceFactory.Api}/sites/flow/devices/phone-a"));

        Assert.Equal(36, erased.GetProperty("surveyScans").GetInt32());
        Assert.Equal(1, erased.GetProperty("modelsToRetrain")[0].GetInt32());
    }

    [Fact]
    public async Task TwoServices_OnOneDatabase_SeeEachOthersKeysAtOnce_AndModelsSoon()
    {
        await using ServiceFactory one = Start();
        await using ServiceFactory two = StartBeside(one);
        _ = two.Server;
        string key = await one.SiteKeyAsync("shared");
        using HttpClient first = one.WithKey(key);
        using HttpClient second = two.WithKey(key);
        // A wrong key, and then another new one: neither makes the next wait.
        using HttpClient stranger = two.WithKey(new string('a', KeyText.Length));
        string other = await one.SiteKeyAsync("shared-too");
        using HttpClient third = two.WithKey(other);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await second.GetAsync($"{ServiceFactory.Api}/sites/shared/coverage")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await stranger.GetAsync($"{ServiceFactory.Api}/sites/shared/coverage")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await third.GetAsync($"{ServiceFactory.Api}/sites/shared-too/coverage")).StatusCode);
        await ServiceFactory.TrainAsync(first, "shared");
        async Task<System.Net.HttpStatusCode> AskAsync() => (await second.PostAsJsonAsync(
            $"{ServiceFactory.Api}/sites/shared/locate", new { wifi = ToySurvey.Hear(0, 0, new Random(1)) })).StatusCode;

        await Eventually.IsAsync(AskAsync, status => status == System.Net.HttpStatusCode.OK);
        (await first.DeleteAsync($"{ServiceFactory.Api}/sites/shared/keys/{KeyText.PublicId(key)}")).EnsureSuccessStatusCode();
        await Eventually.IsAsync(AskAsync, status => status == System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Backup_RestoresToIdenticalAnswers_OnThisDatabaseAndOnSqlite()
    {
        await using ServiceFactory service = Start();
        string key = await service.SiteKeyAsync("flow");
        using HttpClient client = service.WithKey(key);
        await ServiceFactory.TrainAsync(client, "flow");
        string file = Path.Combine(service.Folder, "backup.zip");
        string[] asked = await AnswersAsync(client);
        await Eventually.IsAsync(
            async () => (await client.GetFromJsonAsync<System.Text.Json.JsonElement[]>($"{ServiceFactory.Api}/sites/flow/history"))!.Length, count => count == asked.Length);
        string history = await client.GetStringAsync($"{ServiceFactory.Api}/sites/flow/history");
        await service.Services.GetRequiredService<Backup>().WriteAsync(file, CancellationToken.None);

        foreach (ServiceFactory other in (ServiceFactory[])[Start(), new ServiceFactory()])
        {
            // Restored before the service starts, as an operator does it.
            await ItolocService.RestoreAsync(SettingsOf(other), file);
            await using ServiceFactory restored = other;
            using HttpClient again = restored.WithKey(key);
            Assert.Equal(history, await again.GetStringAsync($"{ServiceFactory.Api}/sites/flow/history"));
            Assert.Equal(asked, await AnswersAsync(again));
            Assert.Equal(
                await client.GetStringAsync($"{ServiceFactory.Api}/sites/flow/surveys"), await again.GetStringAsync($"{ServiceFactory.Api}/sites/flow/surveys"));
            await ServiceFactory.TrainAgainAsync(again, "flow");
            await Assert.ThrowsAsync<InvalidDataException>(() => ItolocService.RestoreAsync(SettingsOf(other), file));
        }
    }

    [Fact]
    public async Task Backup_HoldsEveryTable()
    {
        await using ServiceFactory service = Start();
        await using ItolocContext context = await ContextAsync(service);
        Assert.Equal(
            context.Model.GetEntityTypes().Select(type => type.GetTableName()!).Order(StringComparer.Ordinal),
            Backup.Tables.Order(StringComparer.Ordinal));
    }

    static async Task<string[]> AnswersAsync(HttpClient client)
    {
        List<string> answers = [];
        for (int i = 0; i < 5; i++)
        {
            HttpResponseMessage answer = await client.PostAsJsonAsync(
                $"{ServiceFactory.Api}/sites/flow/locate?explain=true", new { device = "d", time = Moment.AddSeconds(i), wifi = ToySurvey.Hear(i, i, new Random(i)) });
            answers.Add(await answer.Content.ReadAsStringAsync());
        }
        return [.. answers];
    }

    static string[] SettingsOf(ServiceFactory service) => ["--data", service.Folder, .. service.DatabaseSetting];

    static Scan Scan(int second) => new()
    {
        Time = Moment.AddSeconds(second),
        Readings = [new("aa:bb:cc:dd:ee:0f", -61.25f), new("417", -78), new("Ärger", -90)],
    };

    static string Text(Scan scan) => string.Join('|',
        [scan.Site, scan.Building, scan.Floor, scan.Region, scan.X, scan.Y, scan.Device, scan.Time, .. scan.Readings.Cast<object>()]);

    static async Task<(Site Site, Ingest Ingest)> SiteAsync(ServiceFactory service)
    {
        await service.SiteKeyAsync("storage", Scope.Read);
        return (service.Services.GetRequiredService<Register>().SiteOf("storage")!, service.Services.GetRequiredService<Ingest>());
    }

    static Task<ItolocContext> ContextAsync(ServiceFactory service) =>
        service.Services.GetRequiredService<IDbContextFactory<ItolocContext>>().CreateDbContextAsync();
}

/// <summary>On SQLite.</summary>
public sealed class SqliteStorageTests : StorageTests
{
    protected override ServiceFactory Start() => new();

    protected override ServiceFactory StartBeside(ServiceFactory first) => new Beside(first.Folder);

    sealed class Beside(string folder) : ServiceFactory(folder);
}

/// <summary>On PostgreSQL, where <c>ITOLOC_POSTGRES</c> is a connection string of a user that may make databases.</summary>
public sealed class PostgresStorageTests : StorageTests
{
    protected override ServiceFactory Start() => new OnPostgres();

    protected override ServiceFactory StartBeside(ServiceFactory first) => new Beside(first.Folder, ((OnPostgres)first).Connection);

    sealed class Beside(string folder, string connection) : ServiceFactory(folder)
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string> { ["database"] = connection };
    }

    sealed class OnPostgres : ServiceFactory
    {
        readonly PostgresDatabase _database;

        public OnPostgres()
        {
            _database = new PostgresDatabase(Folder);
            Settings = new Dictionary<string, string> { ["database"] = _database.Connection };
        }

        public string Connection => _database.Connection;

        protected override IReadOnlyDictionary<string, string> Settings { get; }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
                _database.Dispose();
        }
    }
}
