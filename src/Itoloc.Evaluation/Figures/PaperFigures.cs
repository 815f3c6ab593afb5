using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>The paper's figures: measures what they need, then draws them from the logs.</summary>
public static class PaperFigures
{
    internal static readonly IReadOnlyList<IFigure> All =
    [
        new TableOne(), new Figure02(), new Figure05(), new Figure09(), new Figure10(), new Figure11(), new Figure12(),
        new Figure13(), new Figure14(), new Figure15(),
    ];

    /// <summary>The figures' names, in the paper's order, with what each shows.</summary>
    public static IReadOnlyList<(string Name, string Title)> Names { get; } =
        [.. All.Select(figure => (figure.Name, figure.Title))];

    /// <summary>Estimates how long <see cref="RunAsync"/> would measure; reads the logs and archives for it.</summary>
    public static FigureEstimate Estimate(FigureOptions options)
    {
        var scaled = StudiesOptions(options) with { Full = false };
        double minutes = 0;
        List<string> known = [];
        var studies = Unfinished(options);
        foreach (var study in studies)
        {
            var log = StudyLog.Read(study, scaled);
            bool isMeasured = log is { IsDone: true, Seconds: > 0 };
            if (isMeasured)
                known.Add(study.Name);
            double one = isMeasured ? log!.Seconds / 60 / log.Start.Seeds.Count : study.Minutes;
            minutes += one * options.Seeds * (options.Full ? study.FullFactor : 1);
        }
        string basis = known.Count > 0
            ? $"from the scaled runs measured here of {string.Join(", ", known)}, the others as on a two-core cloud machine"
            : "as on a two-core cloud machine";
        if (options.Full)
            basis += "; the full runs taken to cost so many times the scaled ones as they have more scans and folds";
        return new(TimeSpan.FromMinutes(minutes / options.Threads), basis, studies.Count);
    }

    /// <summary>Measures what the logs do not hold yet, and draws.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told how far measuring is, 0 to 1, and what it is at.</param>
    /// <param name="cancellation">Stops it; the same call goes on from the logs.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="IOException">Something cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">An archive is damaged.</exception>
    public static async Task<FigureOutcome> RunAsync(
        FigureOptions options, Action<double, string> progress, CancellationToken cancellation = default)
    {
        var studies = options.OnlyDraw ? [] : Unfinished(options);
        double all = studies.Sum(study => study.Minutes), before = 0;
        foreach (var study in studies)
        {
            double begun = before;
            await study.RunAsync(
                StudiesOptions(options),
                (fraction, what) => progress((begun + fraction * study.Minutes) / all, $"{study.Name}: {what}"), cancellation);
            before += study.Minutes;
        }
        return Draw(options);
    }

    static FigureOutcome Draw(FigureOptions options)
    {
        var figures = Chosen(options);
        var logs = Available(options).Select(study => StudyLog.Read(study, StudiesOptions(options)))
            .OfType<StudyLog>().Where(log => log.IsDone).ToList();
        List<string> leftOut =
        [
            .. figures.SelectMany(figure => figure.Studies).Distinct()
                .Select(study => Missing(study, options)).OfType<string>(),
        ];
        DrawnFigure[] drawn = [.. figures.Select(figure => DrawnFigure.Of(figure, logs))];
        foreach (var figure in drawn)
            figure.Write(options.OutFolder);
        string report = Path.Combine(options.OutFolder, "report.html");
        Files.Write(report, Report.Of(drawn, logs, leftOut, options));
        return new(report, [.. drawn.Select(figure => (figure.Figure.Name, figure.Verdict(true), figure.Verdict(false)))], leftOut);
    }

    static List<IFigure> Chosen(FigureOptions options) =>
        [.. All.Where(figure => options.Figures.Contains(figure.Name))];

    static List<Study> Available(FigureOptions options) =>
    [
        .. Chosen(options).SelectMany(figure => figure.Studies).Distinct()
            .Where(study => Missing(study, options) is null),
    ];

    static List<Study> Unfinished(FigureOptions options) =>
    [
        .. Available(options).Where(study =>
            StudyLog.Read(study, StudiesOptions(options))?.Covers(study.Start(StudiesOptions(options))) != true),
    ];

    // What keeps a study from being measured; null where nothing does.
    static string? Missing(Study study, FigureOptions options) =>
        study.Archives.FirstOrDefault(file => !File.Exists(Path.Combine(options.DataFolder, file))) is { } missing
            ? $"{study.Title} is left out: there is no '{missing}' in '{options.DataFolder}'"
            : null;

    static StudyOptions StudiesOptions(FigureOptions options) => new(
        Path.Combine(options.OutFolder, "runs"), options.DataFolder, options.Seeds, options.Full, options.Threads,
        options.Command);
}
