using Itoloc.Fingerprints;
using Itoloc.Networks;
using Itoloc.Nn;

namespace Itoloc.Training;

/// <summary>Trains the model of one floor: chooses access points, runs the epochs, calibrates what it answers.</summary>
sealed class FloorTrainer(TrainingOptions options, Action<TrainingProgress> report, CancellationToken cancellation)
{
    const double WarmUp = 0.05;
    const int PlateauPatience = 10;

    // Three poolings halve the image, so that no row of it is left out.
    const int SideStep = 8;

    // One scan in so many is kept out of training, for the schedule and the calibration.
    const int HeldOutEvery = 10;

    readonly Recipe _recipe = options.EffectiveRecipe;

    /// <summary>Trains on the rows of one floor.</summary>
    /// <param name="rows">What is known of each row.</param>
    /// <param name="fingerprints">Each [features of the site], dBm, NaN where not heard.</param>
    /// <param name="radios">The features of each radio of the site.</param>
    /// <param name="domains">Each row's domain.</param>
    /// <param name="domainCount">Number of domains on the site.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>The model, and the rows kept out of its training.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was over.</exception>
    public (FloorModel Model, int[] HeldOut) Train(
        IReadOnlyList<SurveyRow> rows, IReadOnlyList<float[]> fingerprints, int[][] radios,
        int[] domains, int domainCount, int threads)
    {
        (IReadOnlyList<LocationClass> classes, int[] labels) =
            LocationClass.Find([.. rows.Select(row => (row.X, row.Y, row.Region))]);
        float[][] levels = [.. fingerprints.Select(row => radios.Select(networks => Radio.Level(row, networks)).ToArray())];
        int[] chosen = AccessPointOrder.Choose(levels, labels, classes.Count, _recipe.MaximumSide * _recipe.MaximumLayers);
        int[] order = AccessPointOrder.Chain(levels, chosen);
        float[][] inputs = [.. levels.Select(row => order.Select(i => row[i]).ToArray())];
        FingerprintImage image = FingerprintImage.Fit(inputs, _recipe.ComparesAccessPoints);
        int layers = Math.Max(1, (order.Length + _recipe.MaximumSide - 1) / _recipe.MaximumSide);
        int side = (order.Length + layers - 1) / layers;
        ItolocNetwork network = new(
            new NetworkOptions
            {
                Side = Math.Max(SideStep, (side + SideStep - 1) / SideStep * SideStep),
                ImageChannels = layers,
                Locations = classes.Count,
                Domains = domainCount,
                Dropout = _recipe.Dropout,
                Predictors = _recipe.Predictors,
            },
            options.Seed);
        (int[] trained, int[] heldOut) = Split(labels, classes.Count);
        FloorModel model = new(rows[0].Building, rows[0].Floor, [.. order.Select(i => radios[i])], image, classes, network,
            _recipe.ReaderFor(rows));
        FloorSurvey survey = new()
        {
            Fingerprints = inputs,
            Locations = labels,
            Domains = domains,
            Classes = classes,
            DomainCount = domainCount,
        };
        if (classes.Count > 1)
            RunEpochs(model, survey, trained, heldOut, rows, threads);
        return (model, heldOut);
    }

    // Every tenth scan of each location is held out, in the survey's own order.
    static (int[] Trained, int[] HeldOut) Split(int[] labels, int classes)
    {
        int[] seen = new int[classes];
        ILookup<bool, int> split = Enumerable.Range(0, labels.Length)
            .ToLookup(i => ++seen[labels[i]] % HeldOutEvery == HeldOutEvery / 2);
        return ([.. split[false]], [.. split[true]]);
    }

    void RunEpochs(FloorModel model, FloorSurvey survey, int[] trained, int[] heldOut, IReadOnlyList<SurveyRow> rows, int threads)
    {
        using AdversarialTrainer trainer = new(survey, _recipe, model.Image, model.Network, trained, options.Seed, threads);
        Random random = new(options.Seed);
        PlateauSchedule plateau = new((float)_recipe.LearningRate, PlateauPatience);
        int steps = Math.Max(1, trained.Length / _recipe.BatchSize), epochs = _recipe.EpochsOf(steps);
        double best = double.PositiveInfinity;
        double? validation = null;
        float[][]? bestValues = null;
        string part = model.Name;
        for (int epoch = 0; epoch < epochs && !plateau.IsOver; epoch++)
        {
            random.Shuffle(trained);
            for (int step = 0; step < steps; step++)
            {
                if (cancellation.IsCancellationRequested)
                {
                    Restore(model.Network, bestValues ?? throw new OperationCanceledException(cancellation));
                    return;
                }
                double progress = (epoch + (double)step / steps) / epochs;
                float rate = _recipe.Schedule == RateSchedule.Cosine
                    ? LearningRateSchedule.Cosine(_recipe.LearningRate, progress, WarmUp)
                    : plateau.Rate;
                int first = step * _recipe.BatchSize;
                trainer.Step(
                    trained[first..Math.Min(trained.Length, first + _recipe.BatchSize)], rate,
                    LearningRateSchedule.Adversary(_recipe.AdversaryStrength, progress));
            }
            (double location, double spatial, double domain) = trainer.TakeLosses();
            if (heldOut.Length > 0)
            {
                float[][] probabilities = model.Probabilities([.. heldOut.Select(i => survey.Fingerprints[i])]);
                validation = heldOut.Select((row, i) => rows[row].ErrorOf(model.Reader.Read(probabilities[i], model.Classes))).Average();
            }
            if (_recipe.Schedule == RateSchedule.Plateau)
                plateau.Observe(validation ?? location);
            if ((validation ?? location) < best)
            {
                best = validation ?? location;
                bestValues = [.. model.Network.Parameters.Select(parameter => (float[])parameter.Values.Clone())];
            }
            report(new TrainingProgress
            {
                Part = part,
                Epoch = epoch + 1,
                Epochs = epochs,
                Fraction = plateau.IsOver ? 1 : (epoch + 1.0) / epochs,
                LocationLoss = location,
                SpatialLoss = spatial,
                DomainAccuracy = survey.DomainCount > 1 ? domain : null,
                ValidationError = validation,
            });
        }
    }

    static void Restore(ItolocNetwork network, float[][] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i].CopyTo(network.Parameters[i].Values, 0);
            network.Parameters[i].Touch();
        }
    }
}
