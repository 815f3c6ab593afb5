using System.Net;
using System.Net.Http.Json;
using Itoloc.Server.Keys;

namespace Itoloc.Server.Tests;

/// <summary>What stands in the logs, and what never does.</summary>
public sealed class LogTests
{
    const string Api = ServiceFactory.Api;

    [Fact]
    public async Task Logs_HoldNoKeyAndNoDevice()
    {
        await using ServiceFactory service = new();
        string key = await service.SiteKeyAsync("logs", KeyRing.AllowedInPath, inPath: true);
        using HttpClient client = service.CreateClient();

        HttpResponseMessage data = await client.PostAsJsonAsync(
            $"/k/{key}/data", new { f = "logs", d = "secret-phone", s = new { wifi = ToySurvey.Hear(0, 0, new Random(1)) } });
        await client.PostAsJsonAsync("/data", new { f = $"logs~{key}", d = "secret-phone", s = new { wifi = 5 } });
        await client.PostAsJsonAsync($"/v1/geolocate?key={key}", new { wifiAccessPoints = 5 });
        await client.GetAsync($"/k/{key}{Api}/sites/logs/history?device=secret-phone");
        await client.GetAsync($"/k/{key}{Api}/sites/logs/nothing");
        await client.GetAsync($"/k/{key}{Api}/sites/logs/history?limit=many");

        Assert.Equal(HttpStatusCode.OK, data.StatusCode);
        Assert.Contains("started", service.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, service.Logs.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret-phone", service.Logs.Text, StringComparison.Ordinal);
    }
}
