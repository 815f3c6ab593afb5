namespace Itoloc.Evaluation.Figures;

/// <summary>Which figures of the paper to measure and draw, at what scale.</summary>
public sealed record FigureOptions
{
    /// <summary>Names of figures (<see cref="PaperFigures.Names"/>).</summary>
    public required IReadOnlyList<string> Figures { get; init; }

    /// <summary>Where everything goes: <c>report.html</c>, an SVG and a CSV a picture, and the logs in <c>runs</c>.</summary>
    public required string OutFolder { get; init; }

    /// <summary>Holds the archives of real data; where one is missing, what needs it is left out.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Every method that uses a seed is trained with 1 to this number.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Whether at the paper's scale and with whole data sets; hours instead of minutes.</summary>
    public bool Full { get; init; }

    /// <summary>Trainings at the same time; no figure depends on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether to draw what the logs hold and measure nothing.</summary>
    public bool OnlyDraw { get; init; }

    /// <summary>The command that asked for it, for the record.</summary>
    public string? Command { get; init; }
}

/// <summary>How long measuring will take.</summary>
/// <param name="Time">Wall time, on as many threads as the options say.</param>
/// <param name="Basis">What the estimate rests on, in one sentence.</param>
/// <param name="Studies">Studies still to measure.</param>
public sealed record FigureEstimate(TimeSpan Time, string Basis, int Studies);

/// <summary>What came of it.</summary>
/// <param name="Report">Path of the report.</param>
/// <param name="Verdicts">For each figure drawn whether it reproduces; null where that half was not drawn.</param>
/// <param name="LeftOut">What was left out and why, a line each.</param>
public sealed record FigureOutcome(
    string Report, IReadOnlyList<(string Figure, string? Simulated, string? Real)> Verdicts, IReadOnlyList<string> LeftOut);
