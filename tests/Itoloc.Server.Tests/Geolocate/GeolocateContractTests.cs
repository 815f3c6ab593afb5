using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Geolocate;

/// <summary>What GeoClue and NeoStumbler send, byte for byte, and what they must get. Written by hand from their sources.</summary>
public sealed class GeolocateContractTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string NotFound =
        """{"error":{"errors":[{"domain":"geolocation","reason":"notFound","message":"Not found"}],"code":404,"message":"Not found"}}""";

    const string ParseError =
        """{"error":{"errors":[{"domain":"global","reason":"parseError","message":"Parse Error"}],"code":400,"message":"Parse Error"}}""";

    const string KeyInvalid =
        """{"error":{"errors":[{"domain":"usageLimits","reason":"keyInvalid","message":"Missing or invalid API key."}],"code":400,"message":"Missing or invalid API key."}}""";

    [Theory]
    [InlineData("", 404, NotFound)]
    [InlineData("{}", 404, NotFound)]
    [InlineData("""{"wifiAccessPoints":[{"macAddress":"02:00:00:00:00:00","signalStrength":-42}]}""", 404, NotFound)]
    [InlineData("""{"wifiAccessPoints":[{"macAddress":"02:99:00:00:00:01"},{"macAddress":"02:99:00:00:00:02"}]}""", 404, NotFound)]
    [InlineData("""{"cellTowers":[{"radioType":"lte","mobileCountryCode":262}],"considerIp":true}""", 404, NotFound)]
    [InlineData("[]", 400, ParseError)]
    [InlineData("{", 400, ParseError)]
    public async Task Geolocate_SaysNoByteForByte(string body, int status, string expected)
    {
        string key = await service.SiteKeyAsync("nowhere", Scope.Locate, inPath: true);
        using HttpClient client = service.CreateClient();

        HttpResponseMessage answer = await client.PostAsync($"/v1/geolocate?key={key}", Json(body));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/v1/geolocate")]
    [InlineData("/v1/geolocate?key=wrong")]
    [InlineData("/v1/submit")]
    [InlineData("/v2/geosubmit?key=")]
    public async Task EveryRoute_NeedsAKey(string path)
    {
        using HttpClient client = service.CreateClient();

        HttpResponseMessage answer = await client.PostAsync(path, Json("{}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(KeyInvalid, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Geolocate_AnswersOnTheEarth_WhereTheFloorIsTiedToIt()
    {
        using HttpClient client = await service.SiteClientAsync("earth");
        await ServiceFactory.TrainAsync(client, "earth");
        string key = await service.SiteKeyAsync("earth", Scope.Locate, inPath: true);
        using HttpClient geoclue = service.CreateClient();
        string body = $$"""{"wifiAccessPoints":[{{string.Join(',', ToySurvey.Hear(0, 0, new Random(2)).Select(pair =>
            FormattableString.Invariant($$"""{"macAddress":"{{pair.Key}}","signalStrength":{{Math.Round(pair.Value)}}}""")))}}]}""";

        HttpResponseMessage before = await geoclue.PostAsync($"/v1/geolocate?key={key}", Json(body));
        HttpResponseMessage put = await client.PutAsJsonAsync($"{ServiceFactory.Api}/sites/earth/buildings/b/floors/1", new
        {
            width = 12,
            height = 8,
            georeference = new[]
            {
                new { x = 0, y = 0, latitude = 35.0, longitude = 33.0 },
                new { x = 100, y = 0, latitude = 35.0, longitude = 33.001 },
                new { x = 0, y = 100, latitude = 35.001, longitude = 33.0 },
            },
        });
        put.EnsureSuccessStatusCode();
        JsonElement answer = await ServiceFactory.JsonOfAsync(await geoclue.PostAsync($"/v1/geolocate?key={key}", Json(body)));

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        JsonElement indoor = answer.GetProperty("indoor");
        Assert.Equal(35 + 1e-5 * indoor.GetProperty("y").GetDouble(), answer.GetProperty("location").GetProperty("lat").GetDouble(), 6);
        Assert.Equal(33 + 1e-5 * indoor.GetProperty("x").GetDouble(), answer.GetProperty("location").GetProperty("lng").GetDouble(), 6);
        Assert.True(answer.GetProperty("accuracy").GetDouble() > 0);
        Assert.Equal("west", indoor.GetProperty("region").GetString());
    }

    [Theory]
    // NeoStumbler: gzip always, members nobody asked for.
    [InlineData("/v2/geosubmit", HttpStatusCode.OK, "{}",
        """{"items":[{"timestamp":1700000000123,"position":{"latitude":35.17,"longitude":33.38,"accuracy":8.0,"source":"gps"},"wifiAccessPoints":[{"macAddress":"02:00:00:00:00:00","channel":11,"frequency":6115,"radioType":"802.11ax","signalStrength":-61,"ssid":"cafe"}],"bluetoothBeacons":[{"macAddress":"x","beaconType":"ibeacon","id1":"y"}],"cellTowers":[]}]}""")]
    [InlineData("/v1/geosubmit", HttpStatusCode.OK, "{}",
        """{"items":[{"latitude":35.17,"longitude":33.38,"timestamp":1700000000123,"wifiAccessPoints":[{"macAddress":"02-00-00-00-00-00","signalStrength":-61}]}]}""")]
    // GeoClue.
    [InlineData("/v1/submit", HttpStatusCode.NoContent, "",
        """{"items":[{"lat":35.17,"lon":33.38,"accuracy":8.0,"altitude":3.0,"time":"2023-11-14T22:13:20.123Z","wifi":[{"key":"02:00:00:00:00:00","signal":-61}]}]}""")]
    public async Task Submit_KeepsTheScan_AndAnswersByteForByte(string path, HttpStatusCode status, string expected, string body)
    {
        string site = $"submit{path.Replace('/', '-')}";
        string key = await service.SiteKeyAsync(site, Scope.Ingest | Scope.Read, inPath: true);
        using HttpClient client = service.CreateClient();

        HttpResponseMessage answer = await client.PostAsync($"{path}?key={key}", Gzip(body));
        HttpResponseMessage again = await client.PostAsync($"{path}?key={key}", Gzip(body));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status, again.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        JsonElement past = JsonElement.Parse(await client.GetStringAsync($"/k/{key}{ServiceFactory.Api}/sites/{site}/history"));
        Assert.Equal(
            new DateTimeOffset(2023, 11, 14, 22, 13, 20, 123, TimeSpan.Zero),
            Assert.Single(past.EnumerateArray()).GetProperty("time").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":5}""")]
    [InlineData("nonsense")]
    public async Task Submit_RefusesAnEmptyRequest(string body)
    {
        using HttpClient client = await service.SiteClientAsync("submit");

        HttpResponseMessage answer = await client.PostAsync("/v2/geosubmit", Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ParseError, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Submit_DropsTheBadItem_AndKeepsTheRest()
    {
        using HttpClient client = await service.SiteClientAsync("mixed");
        const string Body = """
            {"items":[5,{"wifiAccessPoints":"none"},{"cellTowers":[{}]},
              {"timestamp":1700000000123,"wifiAccessPoints":[{"macAddress":"ffffffffffff"},{"macAddress":5},{"macAddress":"02:00:00:00:00:00","signalStrength":-500}]}]}
            """;

        HttpResponseMessage answer = await client.PostAsync("/v2/geosubmit", Json(Body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, JsonElement.Parse(await client.GetStringAsync($"{ServiceFactory.Api}/sites/mixed/history")).GetArrayLength());
    }

    [Fact]
    public async Task Nomap_IsHonoured_AlsoForClientsThatSendNoNames()
    {
        using HttpClient client = await service.SiteClientAsync("nomap");
        await client.PostAsync("/v2/geosubmit", Json("""
            {"items":[{"timestamp":1700000000123,"wifiAccessPoints":[{"macAddress":"02:00:00:00:00:aa","signalStrength":-50,"ssid":"home_nomap"},{"macAddress":"02:00:00:00:00:bb","signalStrength":-50,"ssid":"shop"}]}]}
            """));
        await client.PostAsync("/data", Json("""{"f":"nomap","d":"x","l":"here","s":{"wifi":{"02:00:00:00:00:aa":-42,"02:00:00:00:00:bb":-43}}}"""));

        await using ItolocContext context = await service.Services.GetRequiredService<IDbContextFactory<ItolocContext>>().CreateDbContextAsync();
        long siteId = service.Services.GetRequiredService<Register>().SiteOf("nomap")!.Id;
        byte[][] kept = [
            .. await context.QueryScans.Where(scan => scan.SiteId == siteId).Select(scan => scan.Readings).ToListAsync(),
            .. await context.SurveyScans.Where(scan => scan.SiteId == siteId).Select(scan => scan.Readings).ToListAsync()];
        Assert.Equal(2, kept.Length);
        Assert.All(kept, readings => Assert.Equal("02:00:00:00:00:bb", Assert.Single(ReadingsCodec.Decode(readings)).AccessPoint));
        JsonElement aps = JsonElement.Parse(await client.GetStringAsync($"{ServiceFactory.Api}/sites/nomap/access-points"));
        Assert.Equal("opted-out", aps[0].GetProperty("status").GetString());
    }

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    static ByteArrayContent Gzip(string body)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        ByteArrayContent content = new(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
