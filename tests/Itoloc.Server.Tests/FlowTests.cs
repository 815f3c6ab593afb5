using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Itoloc.Server.Tests;

/// <summary>From a survey to a position, as an operator does it.</summary>
public sealed class FlowTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string Api = ServiceFactory.Api;

    [Fact]
    public async Task Survey_Train_Locate_AnswersWhereTheScanWasTaken()
    {
        using HttpClient client = await service.SiteClientAsync("flow");
        await ServiceFactory.TrainAsync(client, "flow");

        var scan = new { device = "badge-1", wifi = ToySurvey.Hear(0, 0, new Random(9)) };
        JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/flow/locate?explain=true", scan));

        Assert.True(answer.GetProperty("known").GetBoolean());
        Assert.Equal("b", answer.GetProperty("building").GetString());
        Assert.Equal("1", answer.GetProperty("floor").GetString());
        Assert.Equal("west", answer.GetProperty("region").GetString());
        Assert.InRange(answer.GetProperty("x").GetDouble(), -1, 6);
        Assert.Equal(1, answer.GetProperty("model").GetInt32());
        JsonElement explanation = answer.GetProperty("explanation");
        Assert.Equal(9, explanation.GetProperty("nearest").GetArrayLength());
        Assert.Equal(6, explanation.GetProperty("accessPointsUsed").GetArrayLength());
        Assert.Equal("west", explanation.GetProperty("regions")[0].GetProperty("region").GetString());
    }

    [Fact]
    public async Task LocateBatch_AnswersEveryItemByOneModel_AndReportsTheBadOne()
    {
        using HttpClient client = await service.SiteClientAsync("batch");
        await ServiceFactory.TrainAsync(client, "batch");

        object[] items =
        [
            new { wifi = ToySurvey.Hear(9, 6, new Random(1)) },
            new { wifi = "none" },
            new { wifi = new Dictionary<string, double> { ["02:99:00:00:00:01"] = -50 } },
        ];
        JsonElement answer = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/batch/locate/batch", items));

        JsonElement answers = answer.GetProperty("items");
        Assert.Equal(3, answers.GetArrayLength());
        Assert.True(answers[0].GetProperty("location").GetProperty("known").GetBoolean());
        Assert.Equal("wifi is not an object", answers[1].GetProperty("error").GetString());
        Assert.False(answers[2].GetProperty("location").GetProperty("known").GetBoolean());
        Assert.False(answers[2].GetProperty("location").TryGetProperty("x", out _));
    }

    [Fact]
    public async Task Locate_SaysThatThereIsNoModel_BeforeTheFirst()
    {
        using HttpClient client = await service.SiteClientAsync("empty");

        HttpResponseMessage answer = await client.PostAsJsonAsync($"{Api}/sites/empty/locate", new { wifi = new { } });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Models_AreListed_Promoted_AndRolledBack()
    {
        using HttpClient client = await service.SiteClientAsync("models");
        await ServiceFactory.TrainAsync(client, "models");
        await ServiceFactory.TrainAgainAsync(client, "models", promote: false);
        Assert.Equal(1, await AnsweringAsync(client, "models"));

        await ServiceFactory.JsonOfAsync(await client.PostAsync($"{Api}/sites/models/models/2/promote", null));
        Assert.Equal(2, await AnsweringAsync(client, "models"));
        await ServiceFactory.JsonOfAsync(await client.PostAsync($"{Api}/sites/models/models/rollback", null));
        Assert.Equal(1, await AnsweringAsync(client, "models"));

        JsonElement list = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/models/models");
        Assert.Equal([2, 1], list.EnumerateArray().Select(model => model.GetProperty("version").GetInt32()));
        Assert.Equal([false, true], list.EnumerateArray().Select(model => model.GetProperty("active").GetBoolean()));
        byte[] file = await client.GetByteArrayAsync($"{Api}/sites/models/models/1/file");
        Assert.Equal("ITOLOC"u8, file.AsSpan(0, 6));
        JsonElement audit = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/models/audit");
        Assert.Equal(3, audit.EnumerateArray().Count(entry => entry.GetProperty("action").GetString() == "model.promote"));
    }

    [Fact]
    public async Task History_HoldsWhatWasAnswered_ByTheTimeItWasTaken_AndErasingForgetsIt()
    {
        using HttpClient client = await service.SiteClientAsync("history");
        await ServiceFactory.TrainAsync(client, "history");
        DateTimeOffset start = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (int minute in (int[])[2, 0, 1])
        {
            await client.PostAsJsonAsync($"{Api}/sites/history/locate", new
            {
                device = "badge",
                time = start.AddMinutes(minute),
                wifi = ToySurvey.Hear(0, 0, new Random(minute)),
            });
        }

        JsonElement[] past = await Eventually.IsAsync(
            async () => (await client.GetFromJsonAsync<JsonElement[]>($"{Api}/sites/history/history?device=badge"))!, list => list.Length == 3);
        Assert.Equal([2, 1, 0], past.Select(position => position.GetProperty("time").GetDateTimeOffset().Minute));
        Assert.All(past, position => Assert.True(position.GetProperty("known").GetBoolean()));

        JsonElement erased = await ServiceFactory.JsonOfAsync(await client.DeleteAsync($"{Api}/sites/history/devices/badge"));
        Assert.Equal(3, erased.GetProperty("positions").GetInt32());
        Assert.Empty((await client.GetFromJsonAsync<JsonElement[]>($"{Api}/sites/history/history?device=badge"))!);
    }

    [Fact]
    public async Task AccessPoints_TellWhatTheModelUses()
    {
        using HttpClient client = await service.SiteClientAsync("aps");
        await ServiceFactory.TrainAsync(client, "aps");

        JsonElement[] list = (await client.GetFromJsonAsync<JsonElement[]>($"{Api}/sites/aps/access-points"))!;

        Assert.Equal(6, list.Length);
        Assert.All(list, ap => Assert.Equal(72, ap.GetProperty("surveyScans").GetInt32()));
        Assert.Contains(list, ap => ap.GetProperty("status").GetString() == "used");
    }

    [Fact]
    public async Task Live_PushesTheLastPositionAtOnce()
    {
        using HttpClient client = await service.SiteClientAsync("live");
        await ServiceFactory.TrainAsync(client, "live");
        await client.PostAsJsonAsync($"{Api}/sites/live/locate", new { device = "badge", wifi = ToySurvey.Hear(0, 0, new Random(1)) });

        using HttpResponseMessage stream = await client.GetAsync($"{Api}/sites/live/live", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.MediaType);
        using StreamReader lines = new(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("event: position", await lines.ReadLineAsync());
        string data = (await lines.ReadLineAsync())!;
        Assert.Equal("badge", JsonElement.Parse(data["data: ".Length..]).GetProperty("device").GetString());
    }

    [Fact]
    public async Task Training_CanBeStopped()
    {
        using HttpClient client = await service.SiteClientAsync("stopped");
        // Enough of a survey that its training takes seconds: a job hears of being stopped within one.
        (await client.PostAsJsonAsync($"{Api}/sites/stopped/surveys", ToySurvey.Scans(scansPerPoint: 80))).EnsureSuccessStatusCode();
        JsonElement job = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/stopped/training", new { }));
        long id = job.GetProperty("id").GetInt64();
        HttpResponseMessage second = await client.PostAsJsonAsync($"{Api}/sites/stopped/training", new { });

        HttpResponseMessage stop = await client.DeleteAsync($"{Api}/sites/stopped/jobs/{id}");
        string state = (await ServiceFactory.WaitForAsync(client, "stopped", id)).State;

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, stop.StatusCode);
        Assert.Equal("cancelled", state);
    }

    [Fact]
    public async Task Training_Ends_WithASurveyOfOnePoint()
    {
        using HttpClient client = await service.SiteClientAsync("nothing");
        var scan = new { x = 1, y = 2, wifi = new Dictionary<string, int> { ["02:00:00:00:00:00"] = -50 } };
        (await client.PostAsJsonAsync($"{Api}/sites/nothing/surveys", new[] { scan, scan })).EnsureSuccessStatusCode();

        JsonElement job = await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync($"{Api}/sites/nothing/training", new { }));
        var ended = await ServiceFactory.WaitForAsync(client, "nothing", job.GetProperty("id").GetInt64());

        Assert.Equal("done", ended.State);
    }

    static async Task<int> AnsweringAsync(HttpClient client, string site)
    {
        HttpResponseMessage answer = await client.PostAsJsonAsync(
            $"{Api}/sites/{site}/locate", new { wifi = ToySurvey.Hear(0, 0, new Random(2)) });
        return (await ServiceFactory.JsonOfAsync(answer)).GetProperty("model").GetInt32();
    }
}
