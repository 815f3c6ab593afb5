using Spectre.Console;

namespace Itoloc.Cli;

/// <summary>Shows how far long work is: a bar for someone at a terminal, a line every few seconds for a file.</summary>
static class ProgressDisplay
{
    static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="work"/>, which reports, from any thread, its fraction done and what it is at.</summary>
    public static T Show<T>(Shell shell, Func<Action<double, string>, T> work) =>
        shell.IsInteractive ? ShowBar(shell, work) : ShowLines(shell, work);

    static T ShowBar<T>(Shell shell, Func<Action<double, string>, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Messages) });
        var estimate = new TimeLeft(shell.Clock);
        return console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting", maxValue: 1);
                return work((fraction, description) =>
                {
                    bar.Description = Markup.Escape($"{description}{estimate.At(fraction)}");
                    bar.Value = fraction;
                });
            });
    }

    static T ShowLines<T>(Shell shell, Func<Action<double, string>, T> work)
    {
        var estimate = new TimeLeft(shell.Clock);
        var nextLine = BetweenLines;
        return work((fraction, description) =>
        {
            lock (estimate)
            {
                var left = estimate.At(fraction);
                if (estimate.Elapsed < nextLine) return;
                nextLine = estimate.Elapsed + BetweenLines;
                shell.Messages.WriteLine(FormattableString.Invariant($"{100 * fraction,3:0} %  {description}{left}"));
            }
        });
    }
}
