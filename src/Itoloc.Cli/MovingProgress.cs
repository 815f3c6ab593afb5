using Itoloc.Training;
using Spectre.Console;

namespace Itoloc.Cli;

/// <summary>Training progress for someone at a terminal: one bar that moves.</summary>
sealed class MovingProgress(ProgressTask bar, TimeProvider clock) : IProgress<TrainingProgress>
{
    readonly long _started = clock.GetTimestamp();

    /// <summary>Runs <paramref name="work"/> under a bar on standard error.</summary>
    public static Localizer Show(Shell shell, Func<IProgress<TrainingProgress>, Localizer> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Messages) });
        return console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new MovingProgress(context.AddTask("starting", maxValue: 1), shell.Clock)));
    }

    public void Report(TrainingProgress value)
    {
        var left = ProgressText.TimeLeft(value.Fraction, clock.GetElapsedTime(_started));
        bar.Description = Markup.Escape($"{ProgressText.Describe(value)}, {left}");
        bar.Value = value.Fraction;
    }
}
