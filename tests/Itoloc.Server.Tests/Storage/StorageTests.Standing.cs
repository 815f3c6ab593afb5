using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Storage;

/// <summary>A survey that is changed while it is made.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task DeletedScan_SentAgain_CountsAgain()
    {
        await using ServiceFactory service = Start();
        (Site site, Ingest ingest) = await SiteAsync(service);
        Scan[] scans = [Scan(0) with { X = 1, Y = 2 }, Scan(1) with { X = 1, Y = 2 }];
        await ingest.StoreSurveyAsync(site, "c", scans, CancellationToken.None);
        await using AsyncServiceScope scope = service.Services.CreateAsyncScope();
        SurveyScans survey = scope.ServiceProvider.GetRequiredService<SurveyScans>();
        SurveyScan second = (await survey.AtAsync(site, null, null, 1, 2, CancellationToken.None))[0];
        Assert.True(await survey.SetAsync(site, second.Id, isRetired: true, CancellationToken.None));

        Assert.Equal((bool[])[false, true], await ingest.StoreSurveyAsync(site, "c", scans, CancellationToken.None));
        Assert.Equal((bool[])[false, false], await ingest.StoreSurveyAsync(site, "c", scans, CancellationToken.None));

        Assert.All(await survey.AtAsync(site, null, null, 1, 2, CancellationToken.None), scan => Assert.Null(scan.Retired));
    }

    [Fact]
    public async Task Standing_FindsASlowPhoneAmongManyBusyOnes_AndSaidTwiceIsDoneOnce()
    {
        const int Busy = 2500;
        await using ServiceFactory service = Start();
        using HttpClient client = await service.SiteClientAsync("storage");
        (Site site, Ingest ingest) = await SiteAsync(service);
        DateTimeOffset from = TimeProvider.System.GetUtcNow();
        await QueriesAsync("slow", 3);
        await QueriesAsync("busy", Busy);
        string standing = $"{ServiceFactory.Api}/sites/storage/standing";
        string since = Uri.EscapeDataString(from.ToString("O"));

        JsonElement heard = await ServiceFactory.JsonOfAsync(await client.GetAsync($"{standing}?since={since}"));
        Assert.Equal([("busy", Busy), ("slow", 3)], heard.EnumerateArray()
            .Select(phone => (phone.GetProperty("device").GetString(), phone.GetProperty("scans").GetInt32())).Order());
        JsonElement slow = await ServiceFactory.JsonOfAsync(await client.GetAsync($"{standing}?since={since}&device=slow"));
        Assert.Equal((3, 3), (slow[0].GetProperty("scans").GetInt32(), slow[0].GetProperty("accessPoints").GetInt32()));

        var here = new { device = "slow", from, to = from.AddMinutes(1), x = 1, y = 2 };
        Assert.Equal((3, 0), await StandAsync());
        Assert.Equal((0, 0), await StandAsync());
        JsonElement coverage = await ServiceFactory.JsonOfAsync(await client.GetAsync($"{ServiceFactory.Api}/sites/storage/coverage"));
        Assert.Equal(3, coverage.GetProperty("scans").GetInt32());

        async Task QueriesAsync(string device, int count) => await ingest.StoreQueriesAsync(
            site, "c", [.. Enumerable.Range(0, count).Select(i => (Scan(i) with { Device = device }, LocationEstimate.Unknown, (int?)null))],
            CancellationToken.None);

        async Task<(int Stored, int Replaced)> StandAsync()
        {
            JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync(standing, here));
            return (answer.GetProperty("stored").GetInt32(), answer.GetProperty("replaced").GetInt32());
        }
    }
}
