using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>A figure or table of the paper.</summary>
interface IFigure
{
    /// <summary>Its number in the paper: <c>9</c>, or <c>table-1</c>.</summary>
    string Name { get; }

    /// <summary>What it shows, such as "Overall accuracy".</summary>
    string Title { get; }

    /// <summary>What the paper found, in one or two sentences.</summary>
    string Paper { get; }

    /// <summary>What is measured for it, simulated and real.</summary>
    IReadOnlyList<Study> Studies { get; }

    /// <summary>Draws it from the logs of simulated studies, or from those of real ones: never from both together.</summary>
    /// <param name="logs">Finished logs of some or all of <see cref="Studies"/>, in their order.</param>
    IEnumerable<Panel> Draw(IReadOnlyList<StudyLog> logs);
}

/// <summary>A picture of a figure, and what is to be said of it.</summary>
/// <param name="Name">Of its files, such as <c>office</c>.</param>
/// <param name="Chart">The picture.</param>
/// <param name="Found">What we found, in one or two sentences.</param>
/// <param name="Checks">The paper's claims against ours.</param>
sealed record Panel(string Name, Chart Chart, string Found, IReadOnlyList<Check> Checks)
{
    /// <summary>The study it was measured in.</summary>
    public string Where { get; init; } = Name;

    /// <summary>Lines of a table beside the picture, the heading first; empty where there is none.</summary>
    public IReadOnlyList<string[]> Table { get; init; } = [];

    /// <summary>Figures of the methods, for the table of methods and figures: column, method, text.</summary>
    public IReadOnlyList<(string Column, string Method, string Text)> Cells { get; init; } = [];
}

/// <summary>A claim of the paper held against what was measured.</summary>
/// <param name="Claim">What is claimed, in words.</param>
/// <param name="Paper">The paper's figure, or what it asks for.</param>
/// <param name="Ours">The figure measured.</param>
/// <param name="Holds">Whether ours is at least as good as the paper's.</param>
sealed record Check(string Claim, string Paper, string Ours, bool Holds)
{
    /// <summary>The study it was measured in, where that is not the panel's.</summary>
    public string? Where { get; init; }
}

/// <summary>Whether a figure of the paper reproduces.</summary>
static class Verdict
{
    /// <summary>Every check holds: yes; none: no; some: partly. Without a check there is nothing to reproduce.</summary>
    public static string Of(IReadOnlyCollection<Check> checks) =>
        checks.Count == 0 ? "no claim to compare"
        : checks.All(check => check.Holds) ? "yes"
        : checks.Any(check => check.Holds) ? "partly"
        : "no";
}
