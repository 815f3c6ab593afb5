using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Itoloc.Server.Tests;

/// <summary>
/// Kills the service while it takes scans in, and starts it again. How often: <c>ITOLOC_KILLS</c>, 3 by default; a hundred take
/// some minutes.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    const string Api = ServiceFactory.Api;
    const int Senders = 4;

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Kill_LosesNothingThatWasAcknowledged()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("ITOLOC_KILLS") ?? "3", System.Globalization.CultureInfo.InvariantCulture);
        string folder = Directory.CreateTempSubdirectory("itoloc-crash-").FullName;
        ConcurrentBag<string> acknowledged = [];
        string key;
        using (ServiceProcess first = await ServiceProcess.StartAsync(folder, isNew: true))
        {
            key = first.Key!;
            using HttpClient client = first.Client(key);
            (await client.PostAsJsonAsync($"{Api}/sites", new { name = "crash" })).EnsureSuccessStatusCode();
        }
        Random random = new(7);
        List<double> starts = [];
        for (int round = 0; round < kills; round++)
        {
            using ServiceProcess service = await ServiceProcess.StartAsync(folder, isNew: false);
            Assert.Null(service.Key);
            starts.Add(service.StartTime.TotalSeconds);
            using CancellationTokenSource stop = new();
            Task[] senders = [.. Enumerable.Range(0, Senders).Select(sender => SendAsync(service, key, $"{round}-{sender}", acknowledged, stop.Token))];
            await Task.Delay(random.Next(100, 600));
            service.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(senders);
        }

        string survey;
        using (ServiceProcess last = await ServiceProcess.StartAsync(folder, isNew: false))
        using (HttpClient reader = last.Client(key))
            survey = await reader.GetStringAsync($"{Api}/sites/crash/surveys");
        string[] stored = [.. survey.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).GetProperty("region").GetString()!)];
        output.WriteLine($"{kills} kills, {acknowledged.Count} scans acknowledged, {stored.Length} stored, slowest start {starts.Max():0.00} s");

        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(stored.Distinct().Count(), stored.Length);
        Directory.Delete(folder, recursive: true);
    }

    static async Task SendAsync(ServiceProcess service, string key, string sender, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        using HttpClient client = service.Client(key);
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            string[] names = [.. Enumerable.Range(0, 5).Select(n => $"{sender}-{i}-{n}")];
            try
            {
                HttpResponseMessage answer = await client.PostAsJsonAsync(
                    $"{Api}/sites/crash/surveys",
                    names.Select(name => new { region = name, x = 1, y = 2, wifi = new Dictionary<string, int> { ["02:00:00:00:00:01"] = -50 } }),
                    stop);
                if (answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync(stop) is { Length: > 0 })
                {
                    foreach (string name in names)
                        acknowledged.Add(name);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
            {
                return;
            }
        }
    }
}
