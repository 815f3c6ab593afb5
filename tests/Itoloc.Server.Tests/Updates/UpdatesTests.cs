using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Jobs;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Itoloc.Server.Updates;
using Itoloc.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Updates;

/// <summary>A site keeps itself up to date, and never for the worse.</summary>
public sealed class UpdatesTests(UpdateService service) : IClassFixture<UpdateService>
{
    const string Api = ServiceFactory.Api;

    // One access point is 15 dB louder than in the survey, another is gone.
    static void Change(Dictionary<string, double> heard)
    {
        heard[ToySurvey.Bssid(0)] += 15;
        heard.Remove(ToySurvey.Bssid(5));
    }

    [Fact]
    public async Task Update_IsWatchedOnLiveScans_ThenPromoted_AndUndoneByOneCall()
    {
        using HttpClient client = await service.SiteClientAsync("update");
        await ServiceFactory.TrainAsync(client, "update");
        await UpdateService.AskAsync(client, "update", 200, 1, Change);

        JobResponse job = await UpdateService.UpdateAsync(client, "update");
        Assert.Equal((Job.Done, (1, 2)), (job.State, await UpdateService.ModelsAsync(client, "update")));
        await service.MaintainAsync();
        Assert.Equal((1, 2), await UpdateService.ModelsAsync(client, "update"));

        await UpdateService.AskAsync(client, "update", 60, 2, Change);
        JsonElement compared = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/update/models/2/compare");
        Assert.Equal(2, compared.GetProperty("other").GetProperty("version").GetInt32());
        Assert.Equal(260, compared.GetProperty("scans").GetInt32());
        await service.MaintainAsync();
        Assert.Equal((2, null), await UpdateService.ModelsAsync(client, "update"));

        await ServiceFactory.JsonOfAsync(await client.PostAsync($"{Api}/sites/update/models/rollback", null));
        Assert.Equal((1, null), await UpdateService.ModelsAsync(client, "update"));
        Assert.False((await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/update/updating")).GetProperty("automatic").GetBoolean());
    }

    [Fact]
    public async Task Update_ThatItsGuardRefuses_LeavesTheModel()
    {
        using HttpClient client = await service.SiteClientAsync("guard");
        await ServiceFactory.TrainAsync(client, "guard");
        await UpdateService.AskAsync(client, "guard", 100, 1, heard =>
        {
            heard.Clear();
            heard["02:00:00:00:99:00"] = -50;
        });

        JobResponse job = await UpdateService.UpdateAsync(client, "guard", promote: true);

        Assert.Equal(Job.Done, job.State);
        Assert.StartsWith("not updated", job.Message, StringComparison.Ordinal);
        Assert.Equal((1, null), await UpdateService.ModelsAsync(client, "guard"));
    }

    [Fact]
    public async Task WorseModel_IsNotPromoted_WhetherThereAreSurveyScansOrNot()
    {
        foreach (bool hasSurvey in (bool[])[false, true])
        {
            string site = hasSurvey ? "worse-survey" : "worse";
            using HttpClient client = await service.SiteClientAsync(site);
            await ServiceFactory.TrainAsync(client, site);
            await AddMixedUpModelAsync(site);
            await ServiceFactory.JsonOfAsync(await client.PostAsync($"{Api}/sites/{site}/models/2/shadow", null));
            if (hasSurvey)
                (await client.PostAsJsonAsync($"{Api}/sites/{site}/surveys", ToySurvey.Scans(seed: 9))).EnsureSuccessStatusCode();
            await UpdateService.AskAsync(client, site, 60, 3);

            JsonElement compared = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/{site}/models/2/compare");
            await service.MaintainAsync();

            Assert.Equal((1, null), await UpdateService.ModelsAsync(client, site));
            JsonElement audit = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/{site}/audit");
            Assert.Contains(hasSurvey ? "new survey scans" : "version 2 not promoted", audit[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(hasSurvey ? 72 : 0, compared.GetProperty("surveyScans").GetInt32());
        }
    }

    [Fact]
    public async Task Site_UpdatesItself_WhenItIsTime_AndNotWhenToldNotTo()
    {
        using HttpClient client = await service.SiteClientAsync("due");
        await ServiceFactory.TrainAsync(client, "due");
        await UpdateService.AskAsync(client, "due", 100, 1, Change);
        await service.MaintainAsync();
        await using ItolocContext context = await service.ContextAsync();
        Site site = await context.Sites.SingleAsync(site => site.Name == "due");
        Assert.False(await context.Jobs.AnyAsync(job => job.SiteId == site.Id && job.Kind == UpdateRun.Kind));

        await client.PutAsJsonAsync($"{Api}/sites/due/updating", new { automatic = false });
        await AgeAsync(context, site, days: 8);
        await service.MaintainAsync();
        Assert.False(await context.Jobs.AnyAsync(job => job.SiteId == site.Id && job.Kind == UpdateRun.Kind));

        await client.PutAsJsonAsync($"{Api}/sites/due/updating", new { automatic = true });
        await service.MaintainAsync();
        Job update = await context.Jobs.AsNoTracking().SingleAsync(job => job.SiteId == site.Id && job.Kind == UpdateRun.Kind);
        await ServiceFactory.WaitForAsync(client, "due", update.Id);
        Assert.Equal((1, 2), await UpdateService.ModelsAsync(client, "due"));
    }

    [Fact]
    public async Task Site_UpdatesItself_WhenItDrifts()
    {
        using HttpClient client = await service.SiteClientAsync("drifts");
        await ServiceFactory.TrainAsync(client, "drifts");
        await UpdateService.AskAsync(client, "drifts", 200, 1, heard => heard.Remove(ToySurvey.Bssid(4)));
        await using ItolocContext context = await service.ContextAsync();
        Site site = await context.Sites.SingleAsync(site => site.Name == "drifts");
        await AgeAsync(context, site, days: 2);

        await service.MaintainAsync();

        Assert.True(await context.Jobs.AnyAsync(job => job.SiteId == site.Id && job.Kind == UpdateRun.Kind));
    }

    [Fact]
    public async Task Drift_NamesWhatVanishedMovedAndCame_AndWhereToSurveyAgain()
    {
        using HttpClient client = await service.SiteClientAsync("drift");
        await ServiceFactory.TrainAsync(client, "drift");
        await UpdateService.AskAsync(client, "drift", 200, 1, heard =>
        {
            heard.Remove(ToySurvey.Bssid(4));
            heard[ToySurvey.Bssid(1)] -= 20;
            heard["02:00:00:00:77:00"] = -60;
        });

        JsonElement drift = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/drift/drift");

        Assert.True(drift.GetProperty("isSeen").GetBoolean());
        Assert.NotEqual(0, drift.GetProperty("regions").GetArrayLength());
        foreach (JsonElement region in drift.GetProperty("regions").EnumerateArray())
        {
            Assert.Equal([ToySurvey.Bssid(4)], Names(region, "vanished"));
            Assert.Equal([ToySurvey.Bssid(1)], Names(region, "moved"));
            Assert.Equal(["02:00:00:00:77:00"], Names(region, "new"));
            Assert.Equal("1 of 6 access points vanished, 1 moved", region.GetProperty("resurvey").GetString());
        }
    }

    [Fact]
    public async Task Drift_IsNotSeen_WhereNothingChanged_NorForAPhoneThatHearsSofter()
    {
        using HttpClient client = await service.SiteClientAsync("same");
        await ServiceFactory.TrainAsync(client, "same");
        await UpdateService.AskAsync(client, "same", 200, 1, heard =>
        {
            foreach (string id in heard.Keys)
                heard[id] -= 6;
        });

        JsonElement drift = await client.GetFromJsonAsync<JsonElement>($"{Api}/sites/same/drift");

        Assert.NotEqual(0, drift.GetProperty("regions").GetArrayLength());
        Assert.False(drift.GetProperty("isSeen").GetBoolean(), drift.ToString());
    }

    [Fact]
    public async Task Job_OfAProcessThatDied_IsTakenUpAgain()
    {
        using HttpClient client = await service.SiteClientAsync("left");
        (await client.PostAsJsonAsync($"{Api}/sites/left/surveys", ToySurvey.Scans())).EnsureSuccessStatusCode();
        await using ItolocContext context = await service.ContextAsync();
        Site site = await context.Sites.SingleAsync(site => site.Name == "left");
        Job left = new()
        {
            SiteId = site.Id,
            Kind = "train",
            Parameters = """{"preset":0,"seed":1,"promote":true}""",
            State = Job.Running,
            Attempt = 1,
            Created = 1,
        };
        context.Jobs.Add(left);
        await context.SaveChangesAsync();

        await service.MaintainAsync();

        Assert.Equal(Job.Done, (await ServiceFactory.WaitForAsync(client, "left", left.Id)).State);
        Assert.Equal((1, null), await UpdateService.ModelsAsync(client, "left"));
        Assert.Equal(2, await context.Jobs.Where(job => job.Id == left.Id).Select(job => job.Attempt).SingleAsync());
    }

    static async Task AgeAsync(ItolocContext context, Site site, int days)
    {
        long then = TimeProvider.System.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds();
        await context.Models.Where(model => model.SiteId == site.Id).ExecuteUpdateAsync(change => change.SetProperty(model => model.Created, then));
    }

    // The survey with every scan at another scan's place: a model that knows the site and is wrong everywhere.
    async Task AddMixedUpModelAsync(string name)
    {
        await using AsyncServiceScope scope = service.Services.CreateAsyncScope();
        Site site = service.Services.GetRequiredService<Register>().SiteOf(name)!;
        List<Scan> survey = await scope.ServiceProvider.GetRequiredService<SurveyStore>().ReadAsync(site, CancellationToken.None).ToListAsync();
        Scan[] places = [.. survey];
        new Random(5).Shuffle(places);
        Scan[] mixed = [.. survey.Zip(places, (scan, place) => scan with { X = place.X, Y = place.Y, Region = place.Region })];
        Localizer model = LocalizerTrainer.Train(mixed, new TrainingOptions { Recipe = Recipe.Default with { Epochs = 5, Dropout = 0 } });
        await scope.ServiceProvider.GetRequiredService<ModelStore>().AddAsync(site, model, new ModelOrigin("train"), CancellationToken.None);
    }

    static string[] Names(JsonElement region, string member) => [.. region.GetProperty(member).EnumerateArray().Select(name => name.GetString()!)];
}
