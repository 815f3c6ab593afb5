using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Itoloc.Server.Keys;

namespace Itoloc.Server.Tests.Find;

/// <summary>
/// What FIND3's clients send, byte for byte, and what they must get. Written by hand from their sources; the bodies' shape and
/// quirks are theirs.
/// </summary>
public sealed class FindContractTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string Inserted = """{"message":"inserted data","success":true}""";

    // find3-android-scanner: "l" is empty when tracking, both sensors are always there.
    const string AndroidTracking =
        """{"f":"home","d":"pixel","t":1700000000123,"l":"","s":{"bluetooth":{},"wifi":{"02:00:00:00:00:00":-42,"02:00:00:00:00:10":-64}},"gps":{"lat":0,"lon":0,"alt":0}}""";

    // find3-cli-scanner.
    const string CliLearning =
        """{"d":"laptop","f":"home","l":"kitchen","t":1700000000456,"s":{"wifi":{"02:00:00:00:00:00":-40}}}""";

    [Theory]
    [InlineData(AndroidTracking, Inserted)]
    [InlineData(CliLearning, Inserted)]
    [InlineData("""{"f":"HOME ","d":" Pixel","s":{"wifi":{"02:00:00:00:00:00":-42}}}""", Inserted)]
    // esp-find3-client: seconds, upper case, few access points.
    [InlineData("""{"d":"esp","f":"home","t":1700000000,"s":{"wifi":{"02:00:00:00:00:0A":-71}}}""", Inserted)]
    [InlineData("""{"d":"x","s":{"wifi":{"02:00:00:00:00:00":-42}}}""", """{"message":"problem validating data: family cannot be empty","success":false}""")]
    [InlineData("""{"f":"home","s":{"wifi":{"02:00:00:00:00:00":-42}}}""", """{"message":"problem validating data: device cannot be empty","success":false}""")]
    [InlineData("""{"f":"home","d":"x","t":-5,"s":{"wifi":{"02:00:00:00:00:00":-42}}}""", """{"message":"problem validating data: timestamp is not valid","success":false}""")]
    [InlineData("""{"f":"home","d":"x","s":{}}""", """{"message":"problem validating data: sensor data cannot be empty","success":false}""")]
    [InlineData("""{"f":"home","d":"x","s":{"wifi":{},"bluetooth":{}}}""", """{"message":"problem validating data: sensor data cannot be empty","success":false}""")]
    public async Task Data_AnswersByteForByte(string body, string expected)
    {
        using HttpClient client = service.CreateClient();
        string key = await service.SiteKeyAsync("home", KeyRing.AllowedInPath, inPath: true);

        HttpResponseMessage answer = await client.PostAsync($"/k/{key}/data", Json(body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"f":5,"d":"x","s":{"wifi":{"02:00:00:00:00:00":-42}}}""")]
    public async Task Data_IsRefusedInFindsWords_WhenItIsNoJson(string body)
    {
        using HttpClient client = await service.SiteClientAsync("home");

        HttpResponseMessage answer = await client.PostAsync("/data", Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        JsonElement said = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.False(said.GetProperty("success").GetBoolean());
        Assert.NotEmpty(said.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Key_MayStandInTheFamily_OfAClientThatCanPutItNowhereElse()
    {
        string key = await service.SiteKeyAsync("esp", Scope.Ingest, inPath: true);
        using HttpClient client = service.CreateClient();

        Assert.Equal(Inserted, await SendAsync(client, "/data", Body($"esp~{key}")));
        HttpResponseMessage wrong = await client.PostAsync("/data", Json(Body($"esp~{KeyText.Make()}")));
        HttpResponseMessage none = await client.PostAsync("/data", Json(Body("esp")));
        HttpResponseMessage other = await client.PostAsync("/data", Json(Body($"home~{key}")));

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal("""{"message":"A valid key is needed.","success":false}""", await wrong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);

        static string Body(string family) => $$"""{"d":"esp","f":"{{family}}","s":{"wifi":{"02:00:00:00:00:0A":-71} } }""";
    }

    [Fact]
    public async Task SameMillisecond_OfTwoDevices_KeepsTwoScans()
    {
        using HttpClient client = await service.SiteClientAsync("ms");
        foreach (string device in (string[])["one", "two", "one"])
            Assert.Equal(Inserted, await SendAsync(client, "/data", $$$"""{"f":"ms","d":"{{{device}}}","t":1700000000123,"s":{"wifi":{"02:00:00:00:00:00":-42}} }"""));

        Assert.Equal(
            """{"devices":["one","two"],"message":"got devices","success":true}""", await client.GetStringAsync("/api/v1/devices/MS"));
        JsonElement past = JsonElement.Parse(await client.GetStringAsync($"{ServiceFactory.Api}/sites/ms/history"));
        Assert.Equal(2, past.GetArrayLength());
    }

    [Fact]
    public async Task ScanWithoutATime_IsTakenNow_EveryTime()
    {
        using HttpClient client = await service.SiteClientAsync("still");
        foreach (int _ in (int[])[1, 2])
        {
            Assert.Equal(Inserted, await SendAsync(client, "/data", """{"f":"still","d":"one","s":{"wifi":{"02:00:00:00:00:00":-42}}}"""));
            await Task.Delay(5);
        }

        Assert.Equal(2, JsonElement.Parse(await client.GetStringAsync($"{ServiceFactory.Api}/sites/still/history")).GetArrayLength());
    }

    [Fact]
    public async Task LearnCalibrateClassify_AnswersTheRoom_AndPushesIt()
    {
        using HttpClient client = await service.SiteClientAsync("flat");
        Random random = new(3);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(Inserted, await SendAsync(client, "/data", Learning("kitchen", 0, i)));
            Assert.Equal(Inserted, await SendAsync(client, "/learn", OldLearning("hall", 9, i)));
        }
        Assert.Equal("""{"locations":["hall","kitchen"],"message":"got locations","success":true}""", await client.GetStringAsync("/api/v1/locations/flat"));
        Assert.Equal("""{"message":"calibrating data","success":true}""", await client.GetStringAsync("/api/v1/calibrate/flat"));
        await Eventually.IsAsync(async () => JsonElement.Parse(await client.GetStringAsync($"{ServiceFactory.Api}/sites/flat")),
            site => site.GetProperty("hasModel").GetBoolean());

        JsonElement classified = JsonElement.Parse(await SendAsync(client, "/classify",
            $$$"""{"f":"flat","d":"phone","t":1700000100123,"s":{"wifi":{{{Hear(0, random)}}} } }"""));
        Assert.True(classified.GetProperty("success").GetBoolean());
        JsonElement analysis = classified.GetProperty("analysis");
        Assert.False(analysis.TryGetProperty("is_unknown", out _));
        Assert.Equal("kitchen", analysis.GetProperty("guesses")[0].GetProperty("location").GetString());
        Assert.Equal("kitchen", analysis.GetProperty("location_names").GetProperty("0").GetString());
        Assert.Equal("iToLoc", analysis.GetProperty("predictions")[0].GetProperty("name").GetString());

        Assert.Equal("""{"message":"classified data","success":true,"analysis":{"is_unknown":true,"location_names":{},"predictions":[],"guesses":[{"location":"?","probability":1}]}}""",
            await SendAsync(client, "/classify", """{"f":"flat","d":"lost","s":{"wifi":{"02:99:00:00:00:01":-42}}}"""));

        using WebSocket socket = await service.Server.CreateWebSocketClient().ConnectAsync(new Uri(service.Server.BaseAddress,
            $"/k/{await service.SiteKeyAsync("flat", Scope.Read, inPath: true)}/ws?family=FLAT&device=phone"), CancellationToken.None);
        await socket.SendAsync("Hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        JsonElement last = await ReceiveAsync(socket);
        Assert.Equal("kitchen", last.GetProperty("location").GetString());
        Assert.Equal(1700000100123, last.GetProperty("time").GetInt64());
        JsonElement sensors = last.GetProperty("sensors");
        Assert.Equal("flat", sensors.GetProperty("f").GetString());
        Assert.Empty(sensors.GetProperty("s").GetProperty("bluetooth").EnumerateObject());
        Assert.Equal(6, sensors.GetProperty("s").GetProperty("wifi").EnumerateObject().Count());
        Assert.False(sensors.TryGetProperty("gps", out _));

        Assert.Equal(Inserted, await SendAsync(client, "/track",
            $$"""{"group":"flat","username":"phone","location":"ignored","time":1700000200123,"wifi-fingerprint":[{{OldHear(9, random)}}]}"""));
        Assert.Equal("hall", (await ReceiveAsync(socket)).GetProperty("location").GetString());

        JsonElement basic = JsonElement.Parse(await client.GetStringAsync("/api/v1/location_basic/flat/phone"));
        Assert.Equal("hall", basic.GetProperty("data").GetProperty("loc").GetString());
        JsonElement rooms = JsonElement.Parse(await client.GetStringAsync("/api/v1/by_location/flat?history=10000000"));
        Assert.Contains(rooms.GetProperty("locations").EnumerateArray(), room => room.GetProperty("location").GetString() == "hall");
        // Neither room was drawn: an answer has no made-up place.
        JsonElement native = await ServiceFactory.JsonOfAsync(await client.PostAsync(
            $"{ServiceFactory.Api}/sites/flat/locate", Json($$$"""{"wifi":{{{Hear(0, random)}}}}""")));
        Assert.Equal("kitchen", native.GetProperty("region").GetString());
        Assert.False(native.TryGetProperty("x", out _));

        string Learning(string room, double x, int i) =>
            $$$"""{"f":"flat","d":"phone","l":"{{{room}}}","t":{{{1700000000000 + i * 1000}}},"s":{"wifi":{{{Hear(x, random)}}} } }""";
        string OldLearning(string room, double x, int i) =>
            $$"""{"group":"flat","username":"phone","location":"{{room}}","timestamp":{{1700000000 + i}},"wifi-fingerprint":[{{OldHear(x, random)}}]}""";
    }

    [Theory]
    [InlineData("/ping", "pong")]
    public async Task Ping_Answers(string path, string expected)
    {
        using HttpClient client = await service.SiteClientAsync("home");

        Assert.Equal(expected, await client.GetStringAsync(path));
        Assert.InRange(long.Parse(await client.GetStringAsync("/now"), System.Globalization.CultureInfo.InvariantCulture), 1_700_000_000_000, 10_000_000_000_000);
    }

    [Theory]
    [InlineData("/ws?device=a", "need family")]
    [InlineData("/ws?family=home", "need device")]
    public async Task Socket_SaysWhatItNeeds(string path, string expected)
    {
        using HttpClient client = await service.SiteClientAsync("home");

        HttpResponseMessage answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Passive_IsDeclinedInWords()
    {
        using HttpClient client = await service.SiteClientAsync("home");

        Assert.Contains("\"success\":false", await SendAsync(client, "/passive", CliLearning), StringComparison.Ordinal);
    }

    static string Hear(double x, Random random) => JsonSerializer.Serialize(ToySurvey.Hear(x, 3, random));

    static string OldHear(double x, Random random) => string.Join(',', ToySurvey.Hear(x, 3, random)
        .SelectMany(pair => (string[])[$$"""{"mac":"{{pair.Key}}","rssi":-99}""", FormattableString.Invariant($$"""{"mac":"{{pair.Key}}","rssi":{{pair.Value}}}""")]));

    static async Task<JsonElement> ReceiveAsync(WebSocket socket)
    {
        using CancellationTokenSource enough = new(Eventually.Patience);
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, enough.Token);
        return JsonElement.Parse(Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    static async Task<string> SendAsync(HttpClient client, string path, string body)
    {
        HttpResponseMessage answer = await client.PostAsync(path, Json(body));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return text;
    }

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
