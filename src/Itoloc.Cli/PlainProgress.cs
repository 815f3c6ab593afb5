using Itoloc.Training;

namespace Itoloc.Cli;

/// <summary>Training progress for a file or a pipe: a line every few seconds.</summary>
sealed class PlainProgress(TextWriter messages, TimeProvider clock) : IProgress<TrainingProgress>
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly long _started = clock.GetTimestamp();
    readonly Lock _lock = new();
    TimeSpan _nextLine = Interval;

    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            var elapsed = clock.GetElapsedTime(_started);
            if (elapsed < _nextLine)
            {
                return;
            }
            _nextLine = elapsed + Interval;
            messages.WriteLine(FormattableString.Invariant(
                $"{100 * value.Fraction,3:0} %  {ProgressText.Describe(value)}, {ProgressText.TimeLeft(value.Fraction, elapsed)}"));
        }
    }
}
