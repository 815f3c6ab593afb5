using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Server.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests;

/// <summary>Serving while models change.</summary>
public sealed class SwapTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string Api = ServiceFactory.Api;

    [Fact]
    public async Task Promotion_NeverPausesServing_AndNoAnswerMixesTwoModels()
    {
        using HttpClient client = await service.SiteClientAsync("swap");
        await ServiceFactory.TrainAsync(client, "swap");
        await ServiceFactory.TrainAgainAsync(client, "swap", promote: false);
        object[] batch = [.. Enumerable.Range(0, 100).Select(i => new { wifi = ToySurvey.Hear(i % 4 * 3, 3, new Random(i)) })];
        using CancellationTokenSource stop = new();
        HashSet<int> seen = [];
        Task[] askers = [.. Enumerable.Range(0, 3).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/swap/locate/batch", batch));
                int model = answer.GetProperty("model").GetInt32();
                Assert.All(answer.GetProperty("items").EnumerateArray(),
                    item => Assert.Equal(model, item.GetProperty("location").GetProperty("model").GetInt32()));
                lock (seen)
                    seen.Add(model);
            }
        })];
        for (int i = 0; i < 20; i++)
            await ServiceFactory.JsonOfAsync(await client.PostAsync($"{Api}/sites/swap/models/{2 - i % 2}/promote", null));
        await stop.CancelAsync();
        await Task.WhenAll(askers);

        Assert.Equal([1, 2], seen.Order());
    }

    [Fact]
    public async Task Models_BeyondTheLimit_TakeTurns()
    {
        await using OneModel small = new();
        using HttpClient client = await small.AdminAsync();
        foreach (string site in (string[])["one", "two"])
        {
            await small.SiteKeyAsync(site);
            await ServiceFactory.TrainAsync(client, site);
        }
        for (int i = 0; i < 4; i++)
        {
            JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync(
                $"{Api}/sites/{(i % 2 == 0 ? "one" : "two")}/locate", new { wifi = ToySurvey.Hear(0, 0, new Random(1)) }));
            Assert.True(answer.GetProperty("known").GetBoolean());
            Assert.Equal(1, small.Services.GetRequiredService<ServedModels>().Count);
        }
    }

    [Fact]
    public async Task Restart_AnswersAsBefore()
    {
        string folder = Directory.CreateTempSubdirectory("itoloc-restart-").FullName;
        string[] answers = new string[2];
        for (int run = 0; run < 2; run++)
        {
            await using OnFolder again = new(folder);
            using HttpClient client = await again.SiteClientAsync("same");
            if (run == 0)
                await ServiceFactory.TrainAsync(client, "same");
            HttpResponseMessage answer = await client.PostAsJsonAsync($"{Api}/sites/same/locate?explain=true", new { wifi = ToySurvey.Hear(3, 3, new Random(5)) });
            answers[run] = await answer.Content.ReadAsStringAsync();
        }

        Assert.Equal(answers[0], answers[1]);
        Directory.Delete(folder, recursive: true);
    }

    sealed class OneModel : ServiceFactory
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string> { ["loaded-models"] = "1" };
    }

    sealed class OnFolder(string folder) : ServiceFactory(folder);
}
