using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The paper's update (Section IV) of all floors, and the check that it did no harm to what was known.</summary>
static class PaperUpdate
{
    // One row in ten is kept out of the update, to see whether that forgets the survey; the surveyed network may have learnt it.
    const int HeldBackEvery = 10;

    const double ToleratedShare = 1.02;
    const double ToleratedMetres = 0.05;

    /// <summary>Updates the networks; the survey and its access points stay as they are.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static UpdateResult Run(
        Localizer model, Scan[] scans, UpdateOptions options, CoTrainingRecipe recipe,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        if (model.Memory is not null)
            return Refused(model, scans, "the default preset updated it before, and the paper's update knows nothing of what came and went since; give it the model as surveyed");
        SitePlaces places = new(model.Floors, model.Rows);
        FloorModel[] floors = [.. model.Floors];
        IReadOnlyList<LocationEstimate> estimates = model.Locate(scans);
        List<string> details = [];
        string? refusal = null;
        int given = 0;
        double accepted = 0;
        for (int f = 0; f < floors.Length; f++)
        {
            FloorModel floor = floors[f];
            float[][] here = [.. scans.Where((_, i) => estimates[i].Known
                && estimates[i].Building == floor.Building && estimates[i].Floor == floor.Floor)
                .Select(scan => floor.Input(Training.LocalizerTrainer.Read(model.Index, scan)))];
            if (here.Length == 0 || floor.Classes.Count < 2)
                continue;
            given += here.Length;
            int[] own = [.. Enumerable.Range(0, model.Rows.Count).Where(row => places.Floors[places.OfRow[row]] == f)];
            ILookup<bool, int> split = own.Index().ToLookup(row => row.Index % HeldBackEvery == HeldBackEvery / 2, row => row.Item);
            floors[f] = floor.Copy();
            int done = f;
            using CoTraining training = new(
                floors[f], [.. split[false].Select(row => floor.Input(model.Fingerprints[row]))],
                [.. split[false].Select(row => places.OfRow[row] - places.FirstOf(done))], here, recipe, options.Seed, options.Threads);
            training.Run(progress is null ? null : new Part(progress, done, floors.Length), cancellation);
            accepted += training.AcceptedShare * here.Length;
            double before = Error(floor, model, [.. split[true]]), after = Error(floors[f], model, [.. split[true]]);
            string name = floor.Name;
            details.Add(FormattableString.Invariant(
                $"{(name.Length > 0 ? $"floor {name}: " : "")}{100 * training.AcceptedShare:0} % of {here.Length} scans taught in the last round; survey rows held back {before:0.00} m before, {after:0.00} m after"));
            if (after > ToleratedShare * before + ToleratedMetres)
                refusal ??= FormattableString.Invariant($"survey rows held back would be placed {after:0.00} m wrong instead of {before:0.00} m");
        }
        if (given == 0)
            refusal = "no scan is of this site";
        else if (accepted < 1)
            refusal ??= "no two predictors agree, confidently and stably, on any scan";
        string line = FormattableString.Invariant(
            $"update {model.History.Count + 1} (paper): {accepted:0} of {scans.Length} scans taught in the last round");
        if (refusal is not null)
            return Refused(model, scans, refusal, details);
        return new(model.With(floors, line), new()
        {
            IsAccepted = true,
            Verdict = line,
            Scans = scans.Length,
            Adopted = (int)Math.Round(accepted),
            Details = details,
        });
    }

    static UpdateResult Refused(Localizer model, Scan[] scans, string reason, IReadOnlyList<string>? details = null) => new(model, new()
    {
        IsAccepted = false,
        Verdict = $"not updated: {reason}",
        Scans = scans.Length,
        Adopted = 0,
        Details = details ?? [],
    });

    static double Error(FloorModel floor, Localizer model, int[] rows)
    {
        float[][] probabilities = floor.Probabilities([.. rows.Select(row => floor.Input(model.Fingerprints[row]))]);
        return rows.Select((row, i) => model.Rows[row].ErrorOf(floor.Reader.Read(probabilities[i], floor.Classes))).DefaultIfEmpty().Average();
    }

    sealed class Part(IProgress<double> whole, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / parts);
    }
}
