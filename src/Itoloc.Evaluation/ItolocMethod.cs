using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Evaluation;

/// <summary>iToLoc itself, with one of its presets.</summary>
sealed class ItolocMethod(string name, Preset preset, string description) : IMethod
{
    public string Name => name;

    public string Description => description;

    public string Tuning => $"nothing during a run: preset {preset.ToString().ToLowerInvariant()} everywhere";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var options = new TrainingOptions { Preset = preset, Seed = context.Seed, Threads = context.Threads };
        var progress = context.Progress is null ? null : new FractionProgress(context.Progress);
        return new(LocalizerTrainer.Train(survey, options, progress, context.Cancellation));
    }

    sealed class FractionProgress(IProgress<double> fraction) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => fraction.Report(value.Fraction);
    }
}
