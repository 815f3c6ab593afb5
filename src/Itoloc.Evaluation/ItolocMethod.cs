using Itoloc.Fingerprints;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc.Evaluation;

/// <summary>iToLoc itself, with one of its presets.</summary>
sealed class ItolocMethod(string name, Preset preset, string description) : IMethod
{
    /// <summary>How it takes in unlabelled scans; null = not at all.</summary>
    public UpdateRecipe? Updating { get; init; } = new();

    /// <summary>Other choices of training than the preset's; null = the preset's.</summary>
    public Recipe? Recipe { get; init; }

    public string Name => name;

    public string Description => description;

    public string Tuning => $"nothing during a run: preset {preset.ToString().ToLowerInvariant()} everywhere";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var options = new TrainingOptions
        {
            Preset = preset,
            Recipe = Recipe,
            Seed = context.Seed,
            Threads = context.Threads,
        };
        var progress = context.Progress is null ? null : new FractionProgress(context.Progress);
        return Trained(LocalizerTrainer.Train(survey, options, progress, context.Cancellation), null);
    }

    TrainedMethod Trained(Localizer model, string? note) => new(model)
    {
        Note = note,
        Update = Updating is null ? null : (scans, context) => Update(model, scans, context),
    };

    TrainedMethod Update(Localizer model, IReadOnlyList<Scan> scans, MethodContext context)
    {
        var options = new UpdateOptions
        {
            Preset = preset,
            Seed = context.Seed,
            Threads = context.Threads,
            Recipe = Updating,
        };
        var (updated, report) = LocalizerUpdater.Update(model, scans, options, context.Progress, context.Cancellation);
        return Trained(updated, string.Join("; ", report.Details.Prepend(report.Verdict)));
    }

    sealed class FractionProgress(IProgress<double> fraction) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => fraction.Report(value.Fraction);
    }
}
