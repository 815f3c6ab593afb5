using Itoloc.Fingerprints;
using Itoloc.Server.Jobs;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc.Server.Demo;

/// <summary>The demo's two models: the one of the survey day, which is kept frozen, and the one kept up to date.</summary>
sealed class DemoModels(ServeOptions options, IServiceScopeFactory scopes)
{
    /// <summary>Training ends after this with the best so far: the whole demo is promised within two minutes.</summary>
    static readonly TimeSpan TrainingLimit = TimeSpan.FromSeconds(80);

    /// <summary>Months between two updates.</summary>
    const int UpdateEvery = 1;

    volatile JobProgress? _running;
    ModelVersion? _frozenVersion;

    /// <summary>The model of the survey day; null until it is trained.</summary>
    public Localizer? Frozen { get; private set; }

    /// <summary>Whether an updated model answers.</summary>
    public bool IsUpdated { get; private set; }

    /// <summary>Why there is no updated model; null where nothing is wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>What a job is at; null while none runs.</summary>
    public string? Message => _running?.Message;

    /// <summary>Of the job that runs, 0 to 1.</summary>
    public double Progress => _running?.Fraction ?? 0;

    public async Task TrainAsync(Site site, Action<string> setPhase, CancellationToken cancellation)
    {
        setPhase("training");
        await RunAsync(async (services, progress, stop) =>
        {
            List<Scan> survey = await services.GetRequiredService<SurveyStore>().ReadAsync(site, stop).ToListAsync(stop);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TrainingLimit);
            Listener listener = new(progress);
            Localizer model = await BackgroundThread.RunAsync("demo training", () => LocalizerTrainer.Train(
                survey, new TrainingOptions { Seed = options.DemoSeed, Threads = options.TrainingThreads, Recipe = RecipeOf(options) }, listener, limit.Token));
            stop.ThrowIfCancellationRequested();
            Frozen = model;
            ModelStore store = services.GetRequiredService<ModelStore>();
            _frozenVersion = await store.AddAsync(site, model, new ModelOrigin("train", listener.ValidationError), stop);
            await store.PromoteAsync(site, _frozenVersion, null, stop);
        }, cancellation);
    }

    /// <summary>Lets the model of the survey day answer again.</summary>
    public async Task ServeFrozenAsync(Site site, CancellationToken cancellation)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ModelStore>().PromoteAsync(site, _frozenVersion!, null, cancellation);
        IsUpdated = false;
    }

    /// <summary>Updates month by month with what phones heard, as a service does that runs all the time.</summary>
    /// <param name="site">The site.</param>
    /// <param name="crowd">The scans of a month; nobody labelled them.</param>
    /// <param name="months">How many months.</param>
    /// <param name="cancellation">Stops it.</param>
    public void StartUpdating(Site site, Func<int, IReadOnlyList<Scan>> crowd, int months, CancellationToken cancellation)
    {
        Problem = null;
        _ = RunAsync(async (services, progress, stop) =>
        {
            Localizer model = Frozen!;
            for (int month = UpdateEvery; month <= months; month += UpdateEvery)
            {
                progress.Report((month - 1.0) / months, $"updating with what phones heard in month {month}");
                IReadOnlyList<Scan> scans = crowd(month);
                bool isLast = month + UpdateEvery > months;
                // The networks are trained again once, at the end: what is heard is learnt each time.
                UpdateOptions update = new()
                {
                    Seed = options.DemoSeed,
                    Threads = options.TrainingThreads,
                    Recipe = new UpdateRecipe { Retrain = isLast, Training = RecipeOf(options) },
                };
                UpdateResult result = await BackgroundThread.RunAsync("demo update", () => LocalizerUpdater.Update(model, scans, update, cancellation: stop));
                model = result.Model;
                if (!result.Report.IsAccepted)
                    Problem = $"month {month}: {result.Report.Verdict}";
            }
            ModelStore store = services.GetRequiredService<ModelStore>();
            ModelVersion version = await store.AddAsync(site, model, new ModelOrigin("update"), stop);
            await store.PromoteAsync(site, version, null, stop);
            IsUpdated = true;
        }, cancellation);
    }

    async Task RunAsync(Func<IServiceProvider, JobProgress, CancellationToken, Task> work, CancellationToken cancellation)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        _running = new JobProgress();
        try
        {
            await work(scope.ServiceProvider, _running, cancellation);
        }
        catch (Exception failure)
        {
            Problem = failure.Message;
            throw;
        }
        finally
        {
            _running = null;
        }
    }

    static Recipe? RecipeOf(ServeOptions options) =>
        options.DemoEpochs is { } epochs ? Recipe.Default with { Epochs = epochs } : null;

    sealed class Listener(JobProgress progress) : IProgress<TrainingProgress>
    {
        public double? ValidationError { get; private set; }

        public void Report(TrainingProgress value)
        {
            ValidationError = value.ValidationError ?? ValidationError;
            progress.Report(value.Fraction, FormattableString.Invariant(
                $"training: epoch {value.Epoch} of {value.Epochs}{(ValidationError is { } error ? $", {error:0.0} m on scans kept out" : "")}"));
        }
    }
}
