using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Itoloc.Server.Training;
using Itoloc.Server.Updates;
using Itoloc.Training;
using Itoloc.Updating;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Itoloc.Server.Tests;

/// <summary>The whole service on a data folder of its own, and keys to it.</summary>
public class ServiceFactory : WebApplicationFactory<Program>
{
    public const string Api = "/api/itoloc/v1";

    readonly bool _ownsFolder = true;

    public ServiceFactory() => Folder = Directory.CreateTempSubdirectory("itoloc-server-").FullName;

    /// <summary>The service again, on a folder that is there already.</summary>
    protected ServiceFactory(string folder) => (Folder, _ownsFolder) = (folder, false);

    public string Folder { get; }

    /// <summary>Everything the service logs.</summary>
    public LogCapture Logs { get; } = new();

    /// <summary>Settings besides the folder.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["wrong-keys-per-minute"] = "1000000" };

    /// <summary>Which database, as an argument; none for SQLite.</summary>
    internal string[] DatabaseSetting => Settings.TryGetValue("database", out string? database) ? ["--database", database] : [];

    /// <summary>A client with a new key of all sites.</summary>
    public async Task<HttpClient> AdminAsync() =>
        WithKey(await MakeKeyAsync(null, KeyRing.AllOfASite | Scope.Admin, inPath: false));

    /// <summary>A client with a new key of a site, which is made when missing.</summary>
    internal async Task<HttpClient> SiteClientAsync(string site, Scope scopes = KeyRing.AllOfASite) =>
        WithKey(await SiteKeyAsync(site, scopes));

    internal async Task<string> SiteKeyAsync(string site, Scope scopes = KeyRing.AllOfASite, bool inPath = false)
    {
        using HttpClient admin = await AdminAsync();
        await admin.PostAsJsonAsync($"{Api}/sites", new { name = site });
        return await MakeKeyAsync(Services.GetRequiredService<Register>().SiteOf(site)!.Id, scopes, inPath);
    }

    public HttpClient WithKey(string key)
    {
        HttpClient client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    internal async Task<string> MakeKeyAsync(long? siteId, Scope scopes, bool inPath)
    {
        await using AsyncServiceScope scope = Services.CreateAsyncScope();
        (string text, _) = await scope.ServiceProvider.GetRequiredService<KeyRing>()
            .MakeAsync(siteId, scopes, inPath, "test", null, CancellationToken.None);
        return text;
    }

    /// <summary>Sends the toy survey, trains on it and waits for the model.</summary>
    public static async Task TrainAsync(HttpClient client, string site, object? survey = null)
    {
        HttpResponseMessage sent = await client.PostAsJsonAsync($"{Api}/sites/{site}/surveys", survey ?? ToySurvey.Scans());
        sent.EnsureSuccessStatusCode();
        await TrainAgainAsync(client, site);
    }

    /// <summary>Trains on what the site has and waits for the model.</summary>
    public static async Task TrainAgainAsync(HttpClient client, string site, bool promote = true)
    {
        HttpResponseMessage started = await client.PostAsJsonAsync($"{Api}/sites/{site}/training", new { seed = 3, promote });
        Assert.Equal(System.Net.HttpStatusCode.Accepted, started.StatusCode);
        JobResponse job = (await started.Content.ReadFromJsonAsync<JobResponse>())!;
        JobResponse ended = await WaitForAsync(client, site, job.Id);
        Assert.True(ended.State == Job.Done, $"{ended.State}: {ended.Message}");
    }

    internal static async Task<JobResponse> WaitForAsync(HttpClient client, string site, long job)
    {
        for (int i = 0; i < 6000; i++)
        {
            JobResponse state = (await client.GetFromJsonAsync<JobResponse>($"{Api}/sites/{site}/jobs/{job}"))!;
            if (state.Finished is not null)
                return state;
            await Task.Delay(50);
        }
        throw new TimeoutException("The job did not end within five minutes.");
    }

    public static async Task<JsonElement> JsonOfAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("data", Folder);
        foreach ((string name, string value) in Settings)
            builder.UseSetting(name, value);
        builder.ConfigureLogging(logging => logging.AddProvider(Logs));
        builder.ConfigureServices(services => services
            .Replace(ServiceDescriptor.Singleton(new TrainingRecipe(Recipe.Default with { Epochs = 20, Dropout = 0 })))
            .Replace(ServiceDescriptor.Singleton(new UpdatingRecipe(new UpdateRecipe { Retrain = false }))));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _ownsFolder && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
