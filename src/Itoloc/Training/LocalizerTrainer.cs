using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>Turns a survey into a <see cref="Localizer"/>.</summary>
public static class LocalizerTrainer
{
    /// <summary>Trains on the labelled scans of a survey.</summary>
    /// <param name="survey">Labelled scans; unlabelled ones are ignored.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told how far training is; may be null.</param>
    /// <param name="cancellation">When cancelled, training stops and the best model so far is returned.</param>
    /// <exception cref="ArgumentException">The survey has no labelled scan, or none that hears anything.</exception>
    public static Localizer Train(
        IReadOnlyList<Scan> survey,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) => throw new NotImplementedException();
}
