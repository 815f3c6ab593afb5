using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Itoloc.Server.Keys;

namespace Itoloc.Server.Tests;

/// <summary>
/// Good requests, spoilt in every way a seed can think of: never a 500, never more memory than stated. How many:
/// <c>ITOLOC_FUZZ</c>, 10,000 by default.
/// </summary>
[Collection<MeasuresMemory>]
public sealed class FuzzTests(ITestOutputHelper output)
{
    const int Seed = 20260711;
    const long MostGrowth = 200 << 20;

    static readonly (string Path, string Body)[] Good =
    [
        ("/data", """{"f":"fuzz","d":"p","t":1700000000123,"l":"","s":{"bluetooth":{},"wifi":{"02:00:00:00:00:00":-42,"02:00:00:00:00:10":-64}},"gps":{"lat":1,"lon":2,"alt":3}}"""),
        ("/data", """{"f":"fuzz","d":"p","l":"kitchen","s":{"wifi":{"02:00:00:00:00:00":-42}}}"""),
        ("/classify", """{"f":"fuzz","d":"p","s":{"wifi":{"02:00:00:00:00:00":-42}}}"""),
        ("/learn", """{"group":"fuzz","username":"p","location":"hall","time":1700000000,"wifi-fingerprint":[{"mac":"02:00:00:00:00:00","rssi":-50}]}"""),
        ("/track", """{"group":"fuzz","username":"p","timestamp":1700000000123,"wifi-fingerprint":[{"mac":"02:00:00:00:00:00","rssi":-50},{"mac":"02:00:00:00:00:00","rssi":-40}]}"""),
        ("/passive", """{"f":"fuzz","d":"p","s":{"wifi":{"02:00:00:00:00:00":-42}}}"""),
        ("/v1/geolocate", """{"considerIp":false,"wifiAccessPoints":[{"macAddress":"02-00-00-00-00-00","signalStrength":-61,"age":120,"channel":11,"frequency":2462,"ssid":"x"},{"macAddress":"020000000010"}]}"""),
        ("/v1/submit", """{"items":[{"lat":35.1,"lon":33.3,"time":"2023-11-14T22:13:20Z","wifi":[{"key":"02:00:00:00:00:00","signal":-61,"ssid":"a_nomap"}]}]}"""),
        ("/v2/geosubmit", """{"items":[{"timestamp":1700000000123,"position":{"latitude":35.17,"longitude":33.38},"wifiAccessPoints":[{"macAddress":"02:00:00:00:00:00","signalStrength":-61}]}]}"""),
        ("/api/itoloc/v1/sites/fuzz/surveys", """[{"building":"b","floor":"1","region":"r","x":1.5,"y":2,"device":"d","time":"2024-03-01T09:00:00Z","wifi":{"02:00:00:00:00:00":-61}}]"""),
        ("/api/itoloc/v1/sites/fuzz/locate", """{"device":"d","time":"2024-03-01T09:00:00Z","wifi":{"02:00:00:00:00:00":-61}}"""),
        ("/api/itoloc/v1/sites/fuzz/locate/batch", """{"scans":[{"wifi":{"02:00:00:00:00:00":-61}},{"wifi":{}}]}"""),
        ("/api/itoloc/v1/sites/fuzz/training", """{"preset":"nothing","seed":1,"promote":true}"""),
        ("/api/itoloc/v1/sites/fuzz/keys", """{"name":"k","scopes":["read"],"inPath":true}"""),
        ("/api/itoloc/v1/sites", """{"name":"fuzz2"}"""),
        ("PUT /api/itoloc/v1/sites/fuzz/buildings/b/floors/1", """{"width":10,"height":5,"georeference":[{"x":0,"y":0,"latitude":1,"longitude":2},{"x":9,"y":0,"latitude":1,"longitude":3},{"x":0,"y":9,"latitude":2,"longitude":2}]}"""),
        ("PUT /api/itoloc/v1/sites/fuzz/buildings/b/floors/1/regions", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"""),
    ];

    static readonly string[] Pieces =
    [
        "null", "true", "[]", "{}", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "-1", "0", "1e400", "-1e400", "1e308", "99999999999999999999", "NaN",
        "-0.0", "\"NaN\"", "[[[[[[[[", "{\"a\":", "\"", ",", ":", "\\", "\n", "\0", "\uFEFF", "'", "\"; DROP TABLE sites; --\"", "\"../../etc\"", "~",
        "9223372036854775807", "253402300800000", "-62135596800001",
    ];

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task SpoiltRequest_IsNeverA500()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("ITOLOC_FUZZ") ?? "10000", System.Globalization.CultureInfo.InvariantCulture);
        await using ServiceFactory service = new();
        using HttpClient maker = await service.SiteClientAsync("fuzz");
        await ServiceFactory.TrainAsync(maker, "fuzz");
        using HttpClient client = service.WithKey(await service.MakeKeyAsync(null, KeyRing.AllOfASite | Scope.Admin, inPath: true));
        string siteKey = await service.SiteKeyAsync("fuzz", KeyRing.AllowedInPath, inPath: true);
        Random random = new(Seed);
        Dictionary<HttpStatusCode, int> answers = [];
        List<string> wrong = [];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < count; i++)
        {
            (string path, string body) = Good[random.Next(Good.Length)];
            byte[] spoilt = Spoil(body, random);
            bool isGeolocate = path.StartsWith("/v", StringComparison.Ordinal);
            using HttpRequestMessage request = new(
                path.StartsWith("PUT ", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post,
                (isGeolocate ? $"/k/{siteKey}" : "") + path.Replace("PUT ", "", StringComparison.Ordinal));
            request.Content = new ByteArrayContent(spoilt);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(
                path.EndsWith("surveys", StringComparison.Ordinal) && random.Next(2) == 0 ? "application/jsonl" : "application/json");
            using HttpResponseMessage answer = await (isGeolocate ? service.CreateClient() : client).SendAsync(request);
            answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
            if ((int)answer.StatusCode >= 500)
                wrong.Add($"{path} {(int)answer.StatusCode} {Encoding.UTF8.GetString(spoilt)}");
        }
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{count} requests: {string.Join(", ", answers.Select(pair => $"{(int)pair.Key} × {pair.Value}"))}; memory grew by {growth >> 20} MB");

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(10)));
        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    static byte[] Spoil(string body, Random random)
    {
        StringBuilder text = new(body);
        for (int changes = random.Next(1, 4); changes > 0 && text.Length > 0; changes--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 8), text.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 0x300);
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, length));
                    break;
                default:
                    ReplaceAValue(text, random);
                    break;
            }
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.Length > 0 && random.Next(10) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(50) == 0 ? [0x1f, 0x8b, .. bytes] : bytes;
    }

    // Keeps it JSON more often than not: what stands between a colon and the next comma or bracket.
    static void ReplaceAValue(StringBuilder text, Random random)
    {
        string whole = text.ToString();
        int colon = whole.IndexOf(':', random.Next(whole.Length));
        int end = colon < 0 ? -1 : whole.IndexOfAny([',', '}', ']'], colon);
        if (end > 0)
            text.Remove(colon + 1, end - colon - 1).Insert(colon + 1, Pieces[random.Next(Pieces.Length)]);
    }
}

/// <summary>Tests that no other runs beside, whose memory would be counted with theirs.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuresMemory;
