namespace Itoloc.Evaluation.Figures.Charts;

/// <summary>What a picture shows, apart from how it is drawn.</summary>
/// <param name="Title">What is seen; says "simulated" where it is.</param>
/// <param name="X">The axis to the right.</param>
/// <param name="Y">The axis upwards.</param>
/// <param name="Series">What is drawn, in the order of the legend.</param>
sealed record Chart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    /// <summary>How the points are drawn.</summary>
    public Mark Mark { get; init; } = Mark.Lines;

    /// <summary>Names of the places 0, 1, … on the x axis; empty where it has numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}

/// <summary>How points are drawn.</summary>
enum Mark
{
    /// <summary>A line alone, for curves of many points.</summary>
    Curves,

    /// <summary>A line with a mark at each point.</summary>
    Lines,

    /// <summary>Upright bars, side by side at each category.</summary>
    Bars,

    /// <summary>Marks alone.</summary>
    Points,
}

/// <summary>An axis.</summary>
/// <param name="Label">What it measures, with the unit.</param>
/// <param name="Least">Where it begins; null = at or below the least value.</param>
/// <param name="Most">Where it ends; null = at or above the greatest value.</param>
sealed record Axis(string Label, double? Least = null, double? Most = null);

/// <summary>Points that belong together.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">The points; where the x axis has categories, x is the category's number.</param>
sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The points that are numbers; where nothing was measured there is none.</summary>
    public IReadOnlyList<(double X, double Y)> Points { get; } =
        [.. Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];

    /// <summary>What an observation has to draw.</summary>
    public static Series[] Of(Benchmarking.Observation seen) =>
    [
        .. seen.Points.GroupBy(point => point.Series)
            .Select(series => new Series(series.Key, [.. series.Select(point => (point.X, point.Y))])),
    ];

    /// <summary>The same as far as the x axis goes.</summary>
    public Series UpTo(double most) => new(Name, [.. Points.TakeWhile(point => point.X <= most)]) { Style = Style };

    /// <summary>Colour, shape and dashes, by number; null = by its place in the chart.</summary>
    public int? Style { get; init; }
}
