using Itoloc.Fingerprints;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;
using Itoloc.Training;

namespace Itoloc.Server.Training;

/// <summary>Other choices than the preset's; null outside tests and experiments.</summary>
sealed record TrainingRecipe(Recipe? Value = null);

/// <summary>The job that turns a site's survey into its next model.</summary>
sealed class TrainingRun(
    SurveyStore surveys, FloorMap map, ModelStore models, TrainingRecipe recipe)
{
    /// <summary>The kind of the job, and of the model that comes of it.</summary>
    public const string Kind = "train";

    /// <summary>Trains, keeps the model, and promotes it if asked to.</summary>
    /// <returns>What came of it, in one line.</returns>
    public async Task<string> RunAsync(
        Site site, TrainingOptions options, bool promote, AccessKey by, JobProgress progress,
        CancellationToken cancellation)
    {
        List<Scan> survey = await surveys.ReadAsync(site, cancellation).ToListAsync(cancellation);
        IReadOnlyList<Scan> scans = new Placement(await map.RegionsAsync(site, cancellation)).Complete(survey);
        Listener listener = new(progress);
        Localizer model = await OnThreadOfItsOwn(() =>
            LocalizerTrainer.Train(scans, options with { Recipe = recipe.Value }, listener, cancellation));
        // Stopped early, the trainer gives the best model so far; here stopping means that none is wanted.
        cancellation.ThrowIfCancellationRequested();
        ModelVersion version = await AddAsync(site, model, listener.ValidationError, cancellation);
        if (promote)
            await models.PromoteAsync(site, version, by, cancellation);
        return $"version {version.Version}{(promote ? ", promoted" : "")}";
    }

    async Task<ModelVersion> AddAsync(
        Site site, Localizer model, double? validationError, CancellationToken cancellation)
    {
        try
        {
            return await models.AddAsync(site, model, Kind, validationError, cancellation);
        }
        // A survey that hears one thing everywhere makes a model of numbers that are none, which no file can hold.
        catch (ArgumentException failure)
        {
            throw new InvalidDataException(
                "The survey tells too little: every scan hears the same. Survey more places, or where more is heard.", failure);
        }
    }

    // Training is minutes of arithmetic: not on a thread that requests are answered with, and after all of those.
    static Task<Localizer> OnThreadOfItsOwn(Func<Localizer> train)
    {
        TaskCompletionSource<Localizer> trained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                trained.SetResult(train());
            }
            catch (Exception failure)
            {
                trained.SetException(failure);
            }
        })
        { IsBackground = true, Name = "training", Priority = ThreadPriority.Lowest };
        thread.Start();
        return trained.Task;
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
