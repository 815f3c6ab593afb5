using System.Text.Json;
using Itoloc.Server.Http;
using Itoloc.Server.Jobs;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Updating;

namespace Itoloc.Server.Updates;

/// <summary>What an update was asked for.</summary>
/// <param name="Seed">Seed of everything random in it.</param>
/// <param name="Promote">Whether it answers as soon as it has passed its guard, without being watched first.</param>
/// <param name="By">Public part of the key that asked; null = the service itself.</param>
sealed record UpdateParameters(int Seed, bool Promote, string? By);

/// <summary>Other choices than the update's own; null outside tests and experiments.</summary>
sealed record UpdatingRecipe(UpdateRecipe? Value = null);

/// <summary>The job that brings a site's model up to date with unlabelled scans. The guard of the update decides first.</summary>
sealed class UpdateRun(
    UnlabelledScans scans, ModelStore models, UpdatingRecipe recipe, ServeOptions options, Register register, TimeProvider clock) : IJobWork
{
    /// <summary>The kind of the job, and of the model that comes of it.</summary>
    public const string Kind = "update";

    const int ScansPerPlace = 24;

    const int FewestScans = 500;

    public async Task<string> RunAsync(Site site, string parameters, JobProgress progress, CancellationToken cancellation)
    {
        UpdateParameters asked = JsonSerializer.Deserialize(parameters, ApiJson.Default.UpdateParameters)!;
        if (site.ActiveModelId is not long active || await models.FindAsync(active, cancellation) is not { } from)
            throw new InvalidDataException("No model answers yet: train first.");
        ServedModel old = (await models.LoadAsync(active, cancellation))!;
        long until = clock.GetUtcNow().ToUnixTimeMilliseconds();
        // A place keeps no more: others would take their time and teach nothing.
        int places = old.Localizer.Rows.Select(row => (row.Building, row.Floor, row.X, row.Y)).Distinct().Count();
        ScanSample sample = new(asked.Seed, Math.Clamp(ScansPerPlace * places, FewestScans, ScanSample.DefaultCapacity));
        await scans.SampleAsync(site.Id, from.ScansUntil ?? from.Created, until, sample, cancellation);
        if (sample.Seen == 0)
            return "not updated: no scan since the last time";
        UpdateOptions how = new() { Seed = asked.Seed, Threads = options.TrainingThreads, Recipe = recipe.Value };
        UpdateResult result = await BackgroundThread.RunAsync("update", () => LocalizerUpdater.Update(
            old.Localizer, sample.Scans, how, new Teller(progress), cancellation));
        if (!result.Report.IsAccepted)
            return result.Report.Verdict;
        ModelVersion version = await models.AddAsync(
            site, result.Model,
            new ModelOrigin(Kind, null, active, until, string.Join('\n', [result.Report.Verdict, .. result.Report.Details])), cancellation);
        return await IntroduceAsync(site, version, active, asked, cancellation);
    }

    async Task<string> IntroduceAsync(Site site, ModelVersion version, long active, UpdateParameters asked, CancellationToken cancellation)
    {
        var by = register.KeyOf(asked.By ?? "");
        await register.RefreshAsync(cancellation);
        if (register.SiteOf(site.Id)?.ActiveModelId != active)
            return $"version {version.Version}, not used: another model was promoted meanwhile";
        if (asked.Promote)
            await models.PromoteAsync(site, version, by, cancellation);
        else
            await models.ShadowAsync(site, version, by, "update", cancellation);
        return $"version {version.Version}, {(asked.Promote ? "promoted" : "watched on live scans before it may answer")}; {version.Report!.Split('\n')[0]}";
    }

    sealed class Teller(JobProgress progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(value, "updating");
    }
}
