using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Updating;

/// <summary>Trains the networks again on the survey as it would be heard today, together with the adopted scans.</summary>
/// <remarks>
/// Differs from the paper, which keeps the extractor and fine-tunes the predictors: after a year half of the image's
/// access points are gone, and an extractor that has never seen those in their place has nothing to extract. Training
/// starts anew each time, from the survey, so that errors do not add up over the years. The adopted scans are one more
/// domain for the discriminator (Ganin et al. 2016): what differs between then and now is not to matter. Survey rows that
/// training keeps back, heard as today, are asked of both networks; where the new one has got clearly worse, the old one stays.
/// </remarks>
static class NetworkRenewal
{
    // Of a held-back row's error.
    const double ToleratedShare = 1.1, ToleratedMetres = 0.1;

    /// <summary>Trains every floor that has adopted scans, but those finished before the update was stopped.</summary>
    /// <returns>The model, and a line for each network that was not replaced.</returns>
    public static (Localizer Model, IReadOnlyList<string> Kept) Retrain(
        Localizer model, SitePlaces places, UpdateRecipe recipe, UpdateOptions options, UnfinishedUpdate unfinished,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        UpdateMemory memory = model.Memory!;
        float[][] rows = RenewedSurvey.Today(model, places, memory, recipe, options.Seed);
        TrainingOptions training = new()
        {
            Preset = model.Preset,
            Seed = options.Seed,
            Threads = options.Threads,
            Recipe = recipe.Training,
        };
        IReadOnlyList<FloorModel> finished = unfinished.Read();
        FloorModel[] floors = [.. finished, .. model.Floors.Skip(finished.Count)];
        List<string> kept = [];
        for (int floor = finished.Count; floor < floors.Length; floor++)
        {
            if (floor > finished.Count)
                unfinished.Write(model, floors, floor);
            cancellation.ThrowIfCancellationRequested();
            int done = floor;
            AdoptedScan[] adopted = [.. memory.Adopted.Where(scan => places.Floors[scan.Places[0].Place] == floor)];
            if (adopted.Length == 0)
                continue;
            int[] own = [.. Enumerable.Range(0, rows.Length).Where(row => places.Floors[places.OfRow[row]] == floor)];
            // A row of the place, the one nearest its middle, stands for where an adopted scan was taken, so that the locations stay.
            int[] classOf = LocationClass.Find([.. own.Select(row => (model.Rows[row].X, model.Rows[row].Y, model.Rows[row].Region))]).Labels;
            Dictionary<int, SurveyRow> rowOf = own.Zip(classOf, (row, c) => (Row: model.Rows[row], Place: places.FirstOf(done) + c)).GroupBy(at => at.Place)
                .ToDictionary(g => g.Key, g => g.MinBy(at => places.Classes[g.Key].DistanceTo(at.Row.X, at.Row.Y)).Row);
            SurveyRow[] labels = [.. own.Select(row => model.Rows[row]),
                .. adopted.Select(scan => rowOf[scan.MainPlace])];
            float[][] fingerprints = [.. own.Select(row => rows[row]).Concat(adopted.Select(scan => scan.Levels))
                .Select(memory.Fingerprint)];
            (IReadOnlyList<string> names, int[] domains) = DomainLabels.Find(
                [.. own.Select(row => new Scan { Device = model.Rows[row].Device, Time = model.Rows[row].Time, Readings = [] })]);
            // Pseudo-labels teach less than a survey did.
            Recipe whole = training.EffectiveRecipe, today = whole with { NetworkTrust = whole.NetworkTrust * own.Length / labels.Length };
            FloorTrainer trainer = new(
                training with { Recipe = today }, p => progress?.Report(
                    LocalizerUpdater.MapShare + (1 - LocalizerUpdater.MapShare) * (done + p.Fraction) / floors.Length), cancellation);
            (FloorModel trained, int[] heldOut) = trainer.Train(
                labels, fingerprints, model.Index.Radios, [.. domains, .. adopted.Select(_ => names.Count)], names.Count + 1, options.Threads);
            cancellation.ThrowIfCancellationRequested(); // A training that is stopped returns what it has got so far.
            SurveyWithout survey = new(labels, fingerprints, [trained]);
            int[] heldBack = [.. heldOut.Where(row => row < own.Length)];
            double before = Error(floors[floor], heldBack), after = Error(trained, heldBack);
            if (after > ToleratedShare * before + ToleratedMetres)
            {
                kept.Add(FormattableString.Invariant(
                    $"floor {trained.Name}: trained again, its network would place survey rows held back {after:0.00} m wrong instead of {before:0.00} m; the old one stays"));
                continue;
            }
            floors[floor] = AccuracyCalibration.Calibrate(
                trained, survey, labels, fingerprints, [.. Enumerable.Range(0, own.Length)], heldBack, today, options.Seed);

            double Error(FloorModel asked, int[] rows) => rows.Select(row =>
            {
                float[] probabilities = survey.For(row).Predict(fingerprints[row]).Probabilities;
                return labels[row].ErrorOf(asked.Reader.Read(asked.Combine([fingerprints[row]], [probabilities])[0], asked.Classes));
            }).DefaultIfEmpty().Average();
        }
        cancellation.ThrowIfCancellationRequested();
        unfinished.Delete();
        return (model.With(floors), kept);
    }
}
