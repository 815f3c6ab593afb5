using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Itoloc.Training;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests;

/// <summary>
/// Many sites in one process, each answering from its own model. How many: <c>ITOLOC_SITES</c>, 8 by default; two hundred take
/// some minutes, most of them to train. Where <c>ITOLOC_SITES_FOLDER</c> names a folder, it is kept, and what is trained in it
/// already is not trained again.
/// </summary>
public sealed class ManySitesTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Sites_AnswerEachFromItsOwnModel_AfterARestart()
    {
        int sites = int.Parse(Environment.GetEnvironmentVariable("ITOLOC_SITES") ?? "8", System.Globalization.CultureInfo.InvariantCulture);
        string? kept = Environment.GetEnvironmentVariable("ITOLOC_SITES_FOLDER");
        string folder = kept ?? Directory.CreateTempSubdirectory("itoloc-sites-").FullName;
        await using (OnFolder first = new(folder))
        {
            Register register = first.Services.GetRequiredService<Register>();
            for (int i = 0; i < sites; i++)
            {
                if (register.SiteOf($"site-{i}")?.ActiveModelId is not null)
                    continue;
                using HttpClient client = await first.SiteClientAsync($"site-{i}");
                (await client.PostAsJsonAsync($"{ServiceFactory.Api}/sites/site-{i}/surveys", OfficeSurvey.Scans($"region-{i}", seed: i))).EnsureSuccessStatusCode();
                await TrainAsync(first, $"site-{i}");
            }
        }

        await using OnFolder service = new(folder);
        using HttpClient admin = await service.AdminAsync();
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        List<double> firstAnswers = [], laterAnswers = [];
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < sites; i++)
            {
                long start = Stopwatch.GetTimestamp();
                HttpResponseMessage response = await admin.PostAsJsonAsync(
                    $"{ServiceFactory.Api}/sites/site-{i}/locate", new { wifi = OfficeSurvey.Hear(8, 8, new Random(i)) });
                (round == 0 ? firstAnswers : laterAnswers).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                JsonElement answer = await ServiceFactory.JsonOfAsync(response);
                Assert.Equal($"region-{i}", answer.GetProperty("region").GetString());
            }
        }
        Assert.Equal(sites, service.Services.GetRequiredService<ServedModels>().Count);
        long heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        firstAnswers.Sort();
        laterAnswers.Sort();
        output.WriteLine(FormattableString.Invariant(
            $"{sites} sites: {heap / 1e6 / sites:0.00} MB of heap a site; first answer median {firstAnswers[sites / 2]:0} ms, worst {firstAnswers[^1]:0} ms; later median {laterAnswers[sites / 2]:0.0} ms; {new FileInfo(Path.Combine(folder, "itoloc.db")).Length / 1e6 / sites:0.00} MB on disk a site"));
        if (kept is null)
            Directory.Delete(folder, recursive: true);
    }

    // One epoch: how well it locates is not asked here, and the size does not depend on it.
    static async Task TrainAsync(ServiceFactory service, string name)
    {
        await using AsyncServiceScope scope = service.Services.CreateAsyncScope();
        Site site = service.Services.GetRequiredService<Register>().SiteOf(name)!;
        List<Scan> survey = await scope.ServiceProvider.GetRequiredService<SurveyStore>().ReadAsync(site, CancellationToken.None).ToListAsync();
        ModelStore models = scope.ServiceProvider.GetRequiredService<ModelStore>();
        Localizer model = LocalizerTrainer.Train(survey, new TrainingOptions { Recipe = Recipe.Default with { Epochs = 1 } });
        await models.PromoteAsync(site, await models.AddAsync(site, model, new ModelOrigin("train"), CancellationToken.None), null, CancellationToken.None);
    }

    sealed class OnFolder(string folder) : ServiceFactory(folder);
}
