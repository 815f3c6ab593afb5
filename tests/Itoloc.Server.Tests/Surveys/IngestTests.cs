using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Itoloc.Server.Keys;

namespace Itoloc.Server.Tests.Surveys;

public sealed class IngestTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string Api = ServiceFactory.Api;
    const string Line = """{"floor":"1","x":1,"y":2,"device":"S3","time":"2024-03-01T09:00:00Z","wifi":{"aa:bb:cc:dd:ee:0f":-61}}""";

    [Fact]
    public async Task SameScan_SentTwice_IsStoredOnce()
    {
        using HttpClient client = await service.SiteClientAsync("twice");

        Assert.Equal((1, 0), await SendAsync(client, "twice", Line));
        Assert.Equal((0, 1), await SendAsync(client, "twice", Line));
        Assert.Equal((0, 2), await SendAsync(client, "twice", Line + "\n" + Line));
    }

    [Fact]
    public async Task TwoPhones_InOneMillisecond_AreTwoScans()
    {
        using HttpClient client = await service.SiteClientAsync("same-ms");

        Assert.Equal((2, 0), await SendAsync(client, "same-ms", Line + "\n" + Line.Replace("S3", "S4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task LinesWithoutATime_AreAsManyScans_AndSentAgainTheSame()
    {
        using HttpClient client = await service.SiteClientAsync("untimed");
        string line = Line.Replace("\"time\":\"2024-03-01T09:00:00Z\",", "", StringComparison.Ordinal);
        string log = line + "\n" + line + "\n" + line;

        Assert.Equal((3, 0), await SendAsync(client, "untimed", log));
        Assert.Equal((0, 3), await SendAsync(client, "untimed", log));
    }

    [Fact]
    public async Task TwoClients_MaySendTheSameScan()
    {
        using HttpClient client = await service.SiteClientAsync("clients");
        Assert.Equal((1, 0), await SendAsync(client, "clients", Line));
        client.DefaultRequestHeaders.Add("Itoloc-Client", "phone-2");

        Assert.Equal((1, 0), await SendAsync(client, "clients", Line));
        Assert.Equal((0, 1), await SendAsync(client, "clients", Line));
    }

    [Fact]
    public async Task BadLines_AreReported_AndTheRestIsKept()
    {
        using HttpClient client = await service.SiteClientAsync("lines");
        string log = string.Join('\n', Line, "nonsense", """{"x":1,"y":2,"wifi":{"aa:bb:cc:dd:ee:0f":"loud"}}""",
            """{"wifi":{"aa:bb:cc:dd:ee:0f":-50}}""", """{"x":1,"y":2,"floor":"a\u0000b","wifi":{"aa:bb:cc:dd:ee:0f":-50}}""");

        JsonElement answer = await ServiceFactory.JsonOfAsync(await PostAsync(client, "lines", Encoding.UTF8.GetBytes(log)));

        Assert.Equal(1, answer.GetProperty("stored").GetInt32());
        Assert.Equal(4, answer.GetProperty("rejectedCount").GetInt32());
        Assert.All(answer.GetProperty("rejected").EnumerateArray(), item => Assert.NotEmpty(item.GetProperty("reason").GetString()!));
    }

    [Theory]
    [InlineData("2199-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:07Z")]
    public async Task WrongClock_GivesTheTimeOfReceipt(string time)
    {
        string site = $"clock{time[..4]}";
        using HttpClient client = await service.SiteClientAsync(site);
        DateTimeOffset before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        string line = Line.Replace("2024-03-01T09:00:00Z", time, StringComparison.Ordinal);

        Assert.Equal((1, 0), await SendAsync(client, site, line));
        Assert.Equal((0, 1), await SendAsync(client, site, line));

        string stored = await client.GetStringAsync($"{Api}/sites/{site}/surveys");
        Assert.InRange(JsonElement.Parse(stored).GetProperty("time").GetDateTimeOffset(), before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Export_IsTheScanLogThatWasSent()
    {
        using HttpClient client = await service.SiteClientAsync("export");
        await SendAsync(client, "export", Line);

        Assert.Equal(Line.Insert(1, "\"site\":\"export\",") + "\n", await client.GetStringAsync($"{Api}/sites/export/surveys"));
    }

    [Fact]
    public async Task Gzip_IsUnpacked_SaidOrNot()
    {
        using HttpClient client = await service.SiteClientAsync("gzip");

        JsonElement unsaid = await ServiceFactory.JsonOfAsync(await PostAsync(client, "gzip", Pack(Line)));
        ByteArrayContent said = new(Pack(Line.Replace("S3", "S4", StringComparison.Ordinal)));
        said.Headers.ContentEncoding.Add("gzip");
        JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsync($"{Api}/sites/gzip/surveys", said));

        Assert.Equal(1, unsaid.GetProperty("stored").GetInt32());
        Assert.Equal(1, answer.GetProperty("stored").GetInt32());
    }

    [Fact]
    public async Task GzipBomb_IsRefused()
    {
        using HttpClient client = await service.SiteClientAsync("bomb");
        byte[] bomb = Pack(new string('\n', 200 << 20));
        Assert.InRange(bomb.Length, 0, 1 << 20);

        HttpResponseMessage answer = await PostAsync(client, "bomb", bomb);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task LargeBodies_TakeTurns_AndAllArrive()
    {
        using HttpClient client = await service.SiteClientAsync("turns");
        string blank = string.Concat(Enumerable.Repeat(new string(' ', 1000) + "\n", 2000));
        (int Stored, int Duplicates)[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            string log = Line.Replace("S3", $"S{i}", StringComparison.Ordinal) + "\n" + blank;
            byte[] body = i % 2 == 0 ? Pack(log) : Encoding.UTF8.GetBytes(log);
            JsonElement answer = await ServiceFactory.JsonOfAsync(await PostAsync(client, "turns", body));
            return (answer.GetProperty("stored").GetInt32(), answer.GetProperty("duplicates").GetInt32());
        }));

        Assert.All(answers, answer => Assert.Equal((1, 0), answer));
    }

    [Theory]
    [InlineData("br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("gzip", HttpStatusCode.BadRequest)]
    public async Task Body_ThatCannotBeUnpacked_IsRefused(string encoding, HttpStatusCode expected)
    {
        using HttpClient client = await service.SiteClientAsync("unpack");
        ByteArrayContent content = new(Pack(Line)[..30]);
        content.Headers.ContentEncoding.Add(encoding);

        Assert.Equal(expected, (await client.PostAsync($"{Api}/sites/unpack/surveys", content)).StatusCode);
    }

    [Fact]
    public async Task Region_OfAPointInsideAPolygon_IsLearnt()
    {
        using HttpClient client = await service.SiteClientAsync("polygons");
        const string Regions = """
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"name":"left"},"geometry":{"type":"Polygon","coordinates":[[[-1,-1],[4.5,-1],[4.5,7],[-1,7],[-1,-1]]]}},
              {"type":"Feature","properties":{"name":"right"},"geometry":{"type":"Polygon","coordinates":[[[4.5,-1],[10,-1],[10,7],[4.5,7],[4.5,-1]]]}}]}
            """;
        HttpResponseMessage put = await client.PutAsync(
            $"{Api}/sites/polygons/buildings/b/floors/1/regions", new StringContent(Regions, Encoding.UTF8, "application/geo+json"));
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        IEnumerable<object> survey = JsonSerializer.SerializeToElement(ToySurvey.Scans()).EnumerateArray()
            .Select(scan => scan.EnumerateObject().Where(member => member.Name != "region").ToDictionary(member => member.Name, member => member.Value));
        await ServiceFactory.TrainAsync(client, "polygons", survey);

        JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync(
            $"{Api}/sites/polygons/locate", new { wifi = ToySurvey.Hear(9, 3, new Random(1)) }));

        Assert.Equal("right", answer.GetProperty("region").GetString());
        string back = await client.GetStringAsync($"{Api}/sites/polygons/buildings/b/floors/1/regions");
        Assert.Equal(2, JsonElement.Parse(back).GetProperty("features").GetArrayLength());
    }

    [Fact]
    public async Task FullDisk_Gives507_AndRecovers()
    {
        string folder = Directory.CreateTempSubdirectory("itoloc-full-").FullName;
        string log = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => Line.Replace("\"x\":1", $"\"x\":{i}", StringComparison.Ordinal)));
        string key;
        HttpResponseMessage refused, health;
        await using (OnFolder full = new(folder, "1"))
        {
            key = await full.SiteKeyAsync("full", Scope.Ingest | Scope.Read);
            using HttpClient client = full.WithKey(key);
            await SendAsync(client, "full", Line);
            refused = await PostAsync(client, "full", Encoding.UTF8.GetBytes(log));
            health = await client.GetAsync("/readyz");
            Assert.Equal((0, 1), await SendAsync(client, "full", Line));
        }
        await using OnFolder roomy = new(folder, "100");
        using HttpClient again = roomy.WithKey(key);
        (int stored, int duplicates) = await SendAsync(again, "full", log);

        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        Assert.Equal("30", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        // What was stored before the disk was full is there, though it was not acknowledged; nothing is there twice.
        Assert.InRange(stored, 1, 19_999);
        Assert.Equal(20_000, stored + duplicates);
        Directory.Delete(folder, recursive: true);
    }

    sealed class OnFolder(string folder, string megabytes) : ServiceFactory(folder)
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string> { ["largest-database-megabytes"] = megabytes };
    }

    static byte[] Pack(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string site, byte[] body)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        return client.PostAsync($"{Api}/sites/{site}/surveys", content);
    }

    static async Task<(int Stored, int Duplicates)> SendAsync(HttpClient client, string site, string log)
    {
        JsonElement answer = await ServiceFactory.JsonOfAsync(await PostAsync(client, site, Encoding.UTF8.GetBytes(log)));
        return (answer.GetProperty("stored").GetInt32(), answer.GetProperty("duplicates").GetInt32());
    }
}
