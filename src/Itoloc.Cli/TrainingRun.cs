using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Cli;

/// <summary>Trains while the user watches.</summary>
static class TrainingRun
{
    /// <summary>Trains to the end, or until stopped, and says how long it took.</summary>
    /// <param name="survey">Labelled scans.</param>
    /// <param name="options">How to train.</param>
    /// <param name="shell">Where progress is shown.</param>
    /// <param name="stop">Ends training early with the best model so far.</param>
    /// <exception cref="CommandFailedException">The survey cannot be trained on.</exception>
    public static Localizer Train(IReadOnlyList<Scan> survey, TrainingOptions options, Shell shell, CancellationToken stop)
    {
        var started = shell.Clock.GetTimestamp();
        var model = shell.IsInteractive
            ? MovingProgress.Show(shell, progress => Train(survey, options, progress, stop))
            : Train(survey, options, new PlainProgress(shell.Messages, shell.Clock), stop);
        var took = ProgressText.Duration(shell.Clock.GetElapsedTime(started));
        shell.Messages.WriteLine(stop.IsCancellationRequested
            ? $"training was stopped early after {took}; the best model so far is kept"
            : $"trained in {took}");
        return model;
    }

    static Localizer Train(
        IReadOnlyList<Scan> survey,
        TrainingOptions options,
        IProgress<TrainingProgress> progress,
        CancellationToken stop)
    {
        try
        {
            return LocalizerTrainer.Train(survey, options, progress, stop);
        }
        catch (ArgumentException reason)
        {
            throw new CommandFailedException($"cannot train: {reason.Message}");
        }
    }
}
