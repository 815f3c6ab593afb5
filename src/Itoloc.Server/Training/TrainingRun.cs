using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Server.Http;
using Itoloc.Server.Jobs;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Itoloc.Training;

namespace Itoloc.Server.Training;

/// <summary>Other choices than the preset's; null outside tests and experiments.</summary>
sealed record TrainingRecipe(Recipe? Value = null);

/// <summary>The job that turns a site's survey into its next model.</summary>
sealed class TrainingRun(
    SurveyStore surveys, FloorMap map, ModelStore models, TrainingRecipe recipe, ServeOptions options, Register register) : IJobWork
{
    /// <summary>The kind of the job, and of the model that comes of it.</summary>
    public const string Kind = "train";

    /// <summary>Trains, keeps the model, and promotes it if asked to.</summary>
    /// <returns>What came of it, in one line.</returns>
    public async Task<string> RunAsync(Site site, string parameters, JobProgress progress, CancellationToken cancellation)
    {
        TrainingParameters asked = JsonSerializer.Deserialize(parameters, ApiJson.Default.TrainingParameters)!;
        TrainingOptions training = new() { Preset = asked.Preset, Seed = asked.Seed, Threads = options.TrainingThreads, Recipe = recipe.Value };
        List<Scan> survey = await surveys.ReadAsync(site, cancellation).ToListAsync(cancellation);
        IReadOnlyList<Scan> scans = new Placement(await map.RegionsAsync(site, cancellation)).Complete(survey);
        Listener listener = new(progress);
        Localizer model = await BackgroundThread.RunAsync("training", () => LocalizerTrainer.Train(scans, training, listener, cancellation));
        // Stopped early, the trainer gives the best model so far; here stopping means that none is wanted.
        cancellation.ThrowIfCancellationRequested();
        ModelVersion version = await AddAsync(site, model, listener.ValidationError, cancellation);
        if (asked.Promote)
            await models.PromoteAsync(site, version, register.KeyOf(asked.By ?? ""), cancellation);
        return $"version {version.Version}{(asked.Promote ? ", promoted" : "")}";
    }

    async Task<ModelVersion> AddAsync(
        Site site, Localizer model, double? validationError, CancellationToken cancellation)
    {
        try
        {
            return await models.AddAsync(site, model, new ModelOrigin(Kind, validationError), cancellation);
        }
        // A survey that hears one thing everywhere makes a model of numbers that are none, which no file can hold.
        catch (ArgumentException failure)
        {
            throw new InvalidDataException(
                "The survey tells too little: every scan hears the same. Survey more places, or where more is heard.", failure);
        }
    }

    sealed class Listener(JobProgress progress) : IProgress<TrainingProgress>
    {
        public double? ValidationError { get; private set; }

        public void Report(TrainingProgress value)
        {
            ValidationError = value.ValidationError ?? ValidationError;
            progress.Report(value.Fraction, $"{value.Part} epoch {value.Epoch} of {value.Epochs}".Trim());
        }
    }
}
