using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Updating;

/// <summary>
/// Keeps a model up to date with unlabelled scans: what people's phones hear while they use it. iToLoc, Section IV.
/// </summary>
public static class LocalizerUpdater
{
    // Of the time: the rest is the networks'.
    internal const double MapShare = 0.1;

    /// <summary>Updates a model.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="scans">Scans; labels in them are ignored.</param>
    /// <param name="options">How to update.</param>
    /// <param name="progress">Told how far the update is, 0 to 1, from any thread; may be null.</param>
    /// <param name="cancellation">Stops the update; nothing of it remains but <see cref="UpdateOptions.ResumeFile"/>.</param>
    /// <returns>The updated model, or the same one and the reason why it was not updated.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static UpdateResult Update(
        Localizer model, IReadOnlyList<Scan> scans, UpdateOptions options,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Scan[] unlabelled = [.. scans.Select(scan => scan.WithoutLabels())];
        if (options.Preset == Preset.Paper)
            return PaperUpdate.Run(model, unlabelled, options, new CoTrainingRecipe(), progress, cancellation);
        UpdateRecipe recipe = options.EffectiveRecipe;
        MapUpdate map = new(model, recipe, options.Seed, new Workers(options.Threads, cancellation));
        map.Run(unlabelled, fraction => progress?.Report(MapShare * fraction));
        UpdateGuard guard = new(model, map);
        if (!guard.IsPassed)
            return new(model, guard.Report());
        Localizer widened = Widen(model, map, recipe, guard.HistoryLine());
        if (!recipe.Retrain)
            return new(widened, guard.Report());
        (Localizer renewed, IReadOnlyList<string> kept) = NetworkRenewal.Retrain(
            widened, map.Places, recipe, options,
            new(options.ResumeFile, options.ResumeFile is null ? "" : UnfinishedUpdate.KeyOf(model, unlabelled, options)), progress, cancellation);
        UpdateReport report = guard.Report();
        return new(renewed, report with { Details = [.. report.Details, .. kept] });
    }

    static Localizer Widen(Localizer model, MapUpdate map, UpdateRecipe recipe, string history) => new(
        model.Site, model.Preset, model.Seed, map.Index, model.Rows,
        [.. model.Fingerprints.Select(row => Widen(row, map.Index.Count))], model.Floors)
    {
        KnownShare = model.KnownShare,
        Memory = map.After,
        History = [.. model.History, history],
    };

    static float[] Widen(float[] fingerprint, int features)
    {
        float[] wider = new float[features];
        Array.Fill(wider, float.NaN);
        fingerprint.CopyTo(wider, 0);
        return wider;
    }
}
