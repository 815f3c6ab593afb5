using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Itoloc.Server.Tests;

/// <summary>Three processes on one PostgreSQL, of which the one that trains is killed while all are asked and fed.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    const string Api = ServiceFactory.Api;

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Kill_DuringTraining_TheJobEndsElsewhereOnce_AndNothingAcknowledgedIsLost()
    {
        string folder = Directory.CreateTempSubdirectory("itoloc-cluster-").FullName;
        using PostgresDatabase database = new(folder);
        string[] settings = ["--database", database.Connection, "--maintenance-seconds", "5"];
        using ServiceProcess one = await ServiceProcess.StartAsync(folder, isNew: true, settings);
        string key = one.Key!;
        using HttpClient first = one.Client(key);
        (await first.PostAsJsonAsync($"{Api}/sites", new { name = "shared" })).EnsureSuccessStatusCode();
        await ServiceFactory.TrainAsync(first, "shared", ToySurvey.Scans(scansPerPoint: 2));
        // Long enough to be killed in: only this process is there to begin it. It trains at the lowest priority, so the load is light.
        (await first.PostAsJsonAsync($"{Api}/sites/shared/surveys", OfficeSurvey.Scans("office", scansPerPoint: 1))).EnsureSuccessStatusCode();
        long job = await StartTrainingAsync(first);
        using ServiceProcess two = await ServiceProcess.StartAsync(folder, isNew: false, settings);
        using ServiceProcess three = await ServiceProcess.StartAsync(folder, isNew: false, settings);
        using HttpClient second = two.Client(key), third = three.Client(key);
        await Eventually.IsAsync(() => StateAsync(second, job), state => state == "running");

        using CancellationTokenSource stop = new();
        ConcurrentBag<string> acknowledged = [], errors = [];
        int answered = 0;
        Task[] clients = [.. new[] { first, second, third }.SelectMany((client, i) => new[] { LocateAsync(client), FeedAsync(client, i) })];
        await Task.Delay(1000);
        one.Kill();
        long killed = Stopwatch.GetTimestamp();
        JsonElement ended = await EndAsync(second, job);
        double seconds = Stopwatch.GetElapsedTime(killed).TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        Assert.Equal("done", ended.GetProperty("state").GetString());
        JsonElement[] models = (await third.GetFromJsonAsync<JsonElement[]>($"{Api}/sites/shared/models"))!;
        output.WriteLine(FormattableString.Invariant(
            $"job done {seconds:0} s after the kill; {models.Length} versions; {answered} answers; {acknowledged.Count} scans acknowledged; errors: {string.Join(", ", errors.GroupBy(error => error).Select(group => $"{group.Key} × {group.Count()}"))}"));
        Assert.Equal([2, 1], models.Select(model => model.GetProperty("version").GetInt32()));
        Assert.True(models[0].GetProperty("active").GetBoolean());
        Assert.Equal("version 2, promoted", ended.GetProperty("message").GetString());
        await Eventually.IsAsync(() => ModelOfAsync(second), version => version == 2);
        await Eventually.IsAsync(() => ModelOfAsync(third), version => version == 2);
        string survey = await third.GetStringAsync($"{Api}/sites/shared/surveys");
        Assert.NotEmpty(acknowledged);
        Assert.DoesNotContain(acknowledged, region => !survey.Contains($"\"{region}\"", StringComparison.Ordinal));
        Assert.All(errors, error => Assert.True(error is "connection" or "503" or "429", error));
        Directory.Delete(folder, recursive: true);

        async Task LocateAsync(HttpClient client)
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                if (await TryAsync(() => client.PostAsJsonAsync($"{Api}/sites/shared/locate", new { wifi = ToySurvey.Hear(0, 0, new Random(i)) })))
                    Interlocked.Increment(ref answered);
            }
        }

        async Task FeedAsync(HttpClient client, int process)
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                string region = $"fed-{process}-{i}";
                if (await TryAsync(() => client.PostAsJsonAsync(
                    $"{Api}/sites/shared/surveys", new[] { new { region, x = 1, y = 1, wifi = ToySurvey.Hear(1, 1, new Random(i)) } })))
                {
                    acknowledged.Add(region);
                }
            }
        }

        async Task<bool> TryAsync(Func<Task<HttpResponseMessage>> send)
        {
            await Task.Delay(50);
            try
            {
                using HttpResponseMessage response = await send();
                if (response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync()).Length > 0)
                    return true;
                errors.Add($"{(int)response.StatusCode}");
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                errors.Add("connection");
            }
            await Task.Delay(100);
            return false;
        }
    }

    static async Task<long> StartTrainingAsync(HttpClient client)
    {
        JsonElement job = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/shared/training", new { seed = 3 }));
        return job.GetProperty("id").GetInt64();
    }

    static async Task<string?> StateAsync(HttpClient client, long job) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/shared/jobs/{job}")).GetProperty("state").GetString();

    static async Task<JsonElement> EndAsync(HttpClient client, long job)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(8))
        {
            JsonElement state = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/shared/jobs/{job}");
            if (state.TryGetProperty("finished", out _))
                return state;
            await Task.Delay(250);
        }
        throw new TimeoutException("The job did not end within eight minutes.");
    }

    static async Task<int> ModelOfAsync(HttpClient client) => (await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync(
        $"{Api}/sites/shared/locate", new { wifi = ToySurvey.Hear(0, 0, new Random(1)) }))).GetProperty("model").GetInt32();
}
