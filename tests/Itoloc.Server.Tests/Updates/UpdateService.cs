using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Server.Jobs;
using Itoloc.Server.Storage;
using Itoloc.Server.Updates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Updates;

/// <summary>A service that needs few scans to update, and looks at what is due when told to.</summary>
public sealed class UpdateService : ServiceFactory
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["update-scans"] = "50",
        ["shadow-scans"] = "50",
        ["maintenance-seconds"] = "86400",
    };

    /// <summary>Locates scans taken all over the toy room, and waits until they are kept.</summary>
    public static async Task AskAsync(
        HttpClient client, string site, int scans, int seed, Action<Dictionary<string, double>>? change = null)
    {
        int before = (await HistoryAsync(client, site)).Length;
        Random random = new(seed);
        List<object> asked = [];
        for (int i = 0; i < scans; i++)
        {
            Dictionary<string, double> heard = ToySurvey.Hear(random.Next(4) * 3, random.Next(3) * 3, random);
            change?.Invoke(heard);
            asked.Add(new { device = $"badge-{i % 7}", wifi = heard });
        }
        await JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/{site}/locate/batch", asked));
        await Eventually.IsAsync(() => HistoryAsync(client, site), history => history.Length >= before + scans);
    }

    public async Task MaintainAsync()
    {
        await using AsyncServiceScope scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Maintenance>().RunAsync(CancellationToken.None);
    }

    internal static async Task<JobResponse> UpdateAsync(HttpClient client, string site, bool promote = false)
    {
        JsonElement job = await JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/{site}/update", new { promote }));
        return await WaitForAsync(client, site, job.GetProperty("id").GetInt64());
    }

    public static async Task<(int? Active, int? Shadow)> ModelsAsync(HttpClient client, string site)
    {
        JsonElement[] models = (await client.GetFromJsonAsync<JsonElement[]>($"{Api}/sites/{site}/models"))!;
        return (VersionWith("active"), VersionWith("shadow"));

        int? VersionWith(string flag) => models.Where(model => model.GetProperty(flag).GetBoolean())
            .Select(model => (int?)model.GetProperty("version").GetInt32()).SingleOrDefault();
    }

    internal Task<ItolocContext> ContextAsync() => Services.GetRequiredService<IDbContextFactory<ItolocContext>>().CreateDbContextAsync();

    static async Task<JsonElement[]> HistoryAsync(HttpClient client, string site) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{Api}/sites/{site}/history?limit=1000"))!;
}
