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
        Localizer model;
        try
        {
            model = ProgressDisplay.Show(shell, report =>
            {
                report(0, "starting");
                var progress = new Callback<TrainingProgress>(progress => report(progress.Fraction, Describe(progress)));
                return LocalizerTrainer.Train(survey, options, progress, stop);
            });
        }
        catch (ArgumentException reason)
        {
            throw new CommandFailedException($"cannot train: {reason.Message}");
        }
        var took = TimeLeft.Words(shell.Clock.GetElapsedTime(started));
        shell.Messages.WriteLine(stop.IsCancellationRequested
            ? $"training was stopped early after {took}; the best model so far is kept"
            : $"trained in {took}");
        return model;
    }

    /// <summary>One line: part, epoch, losses, domain accuracy, validation error.</summary>
    internal static string Describe(TrainingProgress progress)
    {
        List<string> parts = progress.Part.Length > 0 ? [progress.Part] : [];
        parts.Add($"epoch {progress.Epoch}/{progress.Epochs}");
        parts.Add(FormattableString.Invariant($"location loss {progress.LocationLoss:0.000}"));
        parts.Add(FormattableString.Invariant($"spatial loss {progress.SpatialLoss:0.000}"));
        if (progress.DomainAccuracy is { } domain)
        {
            parts.Add(FormattableString.Invariant($"domain accuracy {100 * domain:0} %"));
        }
        if (progress.ValidationError is { } error)
        {
            parts.Add(FormattableString.Invariant($"validation error {error:0.00} m"));
        }
        return string.Join(", ", parts);
    }
}
