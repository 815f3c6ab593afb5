using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>
/// Turns a survey into a <see cref="Localizer"/>: one network a floor, and a radio map that tells floors apart and answers
/// beside them.
/// </summary>
/// <remarks>
/// Differs from the paper, which trains one network for the one floor it looks at: a site of many floors and hundreds of
/// access points would need an image of hundreds of pixels a side, most of them not heard on any one floor.
/// </remarks>
public static class LocalizerTrainer
{
    /// <summary>Trains on the labelled scans of a survey.</summary>
    /// <param name="survey">Labelled scans; unlabelled ones and those that hear nothing are ignored.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told how far training is after every epoch of every floor, from any thread; may be null.</param>
    /// <param name="cancellation">
    /// When cancelled, training stops and the best model so far is returned, or <see cref="OperationCanceledException"/>
    /// thrown when a floor has not been through its first epoch.
    /// </param>
    /// <exception cref="ArgumentException">The survey has no labelled scan that hears anything.</exception>
    public static Localizer Train(
        IReadOnlyList<Scan> survey,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Scan[] scans = [.. survey.Where(scan => scan.IsLabelled && scan.Readings.Count > 0)];
        if (scans.Length == 0)
            throw new ArgumentException("The survey has no labelled scan that hears an access point.", nameof(survey));
        AccessPointIndex index = AccessPointIndex.BuildApart(scans);
        float[][] fingerprints = [.. scans.Select(scan => Read(index, scan))];
        SurveyRow[] rows = [.. scans.Select(scan => new SurveyRow(
            scan.Building, scan.Floor, scan.Region, scan.X!.Value, scan.Y!.Value, scan.Device, scan.Time))];
        int[][] floors = [.. Enumerable.Range(0, rows.Length)
            .GroupBy(i => (rows[i].Building, rows[i].Floor))
            .OrderBy(group => group.Key.Building, StringComparer.Ordinal).ThenBy(group => group.Key.Floor, StringComparer.Ordinal)
            .Select(group => group.ToArray())];
        (FloorModel Model, int[] HeldOut)[] trained = TrainFloors(floors, scans, rows, fingerprints, index.Radios, options, progress, cancellation);
        SurveyWithout others = new(rows, fingerprints, [.. trained.Select(floor => floor.Model)]);
        FloorModel[] models = new FloorModel[floors.Length];
        Parallel.For(0, floors.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, i =>
            models[i] = AccuracyCalibration.Calibrate(
                trained[i].Model, others, rows, fingerprints, floors[i], trained[i].HeldOut, options.EffectiveRecipe, options.Seed));
        string? site = scans.GroupBy(scan => scan.Site).OrderByDescending(group => group.Count()).First().Key;
        return new Localizer(site, options.Preset, options.Seed, index, rows, fingerprints, models)
        {
            KnownShare = KnownShareLimit.Fit(others, fingerprints, options.Seed),
        };
    }

    internal static float[] Read(AccessPointIndex index, Scan scan)
    {
        float[] fingerprint = new float[index.Count];
        index.Read(scan, fingerprint);
        return fingerprint;
    }

    // Floors are independent, so they are shared out over the threads; only a site with fewer floors than threads
    // divides single steps.
    static (FloorModel Model, int[] HeldOut)[] TrainFloors(
        int[][] floors, Scan[] scans, SurveyRow[] rows, float[][] fingerprints, int[][] radios,
        TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        double[] done = new double[floors.Length];
        (FloorModel, int[])[] models = new (FloorModel, int[])[floors.Length];
        int parallel = floors.Length >= options.Threads ? options.Threads : 1;
        try
        {
            Parallel.For(0, floors.Length, new ParallelOptions { MaxDegreeOfParallelism = parallel }, i =>
            {
                int[] floor = floors[i];
                (IReadOnlyList<string> domainNames, int[] domains) = DomainLabels.Find([.. floor.Select(row => scans[row])]);
                FloorTrainer trainer = new(options, Report, cancellation);
                (FloorModel model, int[] heldOut) = trainer.Train(
                    [.. floor.Select(row => rows[row])], [.. floor.Select(row => fingerprints[row])], radios, domains,
                    domainNames.Count, parallel > 1 ? 1 : options.Threads);
                // A copy, because a network that was trained holds the buffers of its training.
                models[i] = (model.Copy(), heldOut);

                void Report(TrainingProgress floorProgress)
                {
                    lock (done)
                    {
                        done[i] = floorProgress.Fraction * floor.Length / scans.Length;
                        progress?.Report(floorProgress with { Fraction = done.Sum() });
                    }
                }
            });
        }
        catch (AggregateException failure) when (failure.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException("Training was stopped before every floor had been through an epoch.", failure, cancellation);
        }
        return models;
    }
}
