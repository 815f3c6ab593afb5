using System.Globalization;
using Itoloc.Training;

namespace Itoloc.Cli;

/// <summary>Training progress in words.</summary>
static class ProgressText
{
    /// <summary>One line: part, epoch, losses, domain accuracy, validation error.</summary>
    public static string Describe(TrainingProgress progress)
    {
        List<string> parts =
        [
            $"epoch {progress.Epoch}/{progress.Epochs}",
            Invariant($"location loss {progress.LocationLoss:0.000}"),
            Invariant($"spatial loss {progress.SpatialLoss:0.000}"),
        ];
        if (progress.Part.Length > 0)
        {
            parts.Insert(0, progress.Part);
        }
        if (progress.DomainAccuracy is { } domain)
        {
            parts.Add(Invariant($"domain accuracy {100 * domain:0} %"));
        }
        if (progress.ValidationError is { } error)
        {
            parts.Add(Invariant($"validation error {error:0.00} m"));
        }
        return string.Join(", ", parts);
    }

    /// <summary>The time left if the rest goes as fast as the work so far; empty before there is any.</summary>
    /// <param name="fraction">Work done, 0 to 1.</param>
    /// <param name="elapsed">Time it took.</param>
    public static string TimeLeft(double fraction, TimeSpan elapsed) =>
        fraction > 0 ? $"{Duration(elapsed * ((1 - fraction) / fraction))} left" : "";

    /// <summary>Minutes and seconds, such as <c>1:05</c>, or hours first, such as <c>2:00:30</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
