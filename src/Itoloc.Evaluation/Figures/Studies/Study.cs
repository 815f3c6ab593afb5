using Itoloc.Evaluation.Benchmarking;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>Something that is measured once, into a log of its own, and drawn by all figures that ask for it.</summary>
/// <param name="name">The name of its folder.</param>
/// <param name="title">What is measured, in a few words, for headings.</param>
abstract class Study(string name, string title)
{
    /// <summary>The name of its folder, such as <c>office</c>.</summary>
    public string Name => name;

    /// <summary>What is measured, in a few words, and whether it is simulated or real.</summary>
    public string Title => title;

    /// <summary>Where it is measured, for columns of tables: a building or a data set.</summary>
    public string Place { get => field ?? Name; init; }

    /// <summary>The archives of real data it needs; none for a simulated study.</summary>
    public abstract IReadOnlyList<string> Archives { get; }

    /// <summary>Whether no real scan is in it.</summary>
    public bool IsSimulated => Archives.Count == 0;

    /// <summary>
    /// Processor minutes of the scaled run with one seed, as measured on one thread of a two-core cloud machine; weighs
    /// the progress and gives the estimate where this machine has not yet measured.
    /// </summary>
    public required double Minutes { get; init; }

    /// <summary>About how many times the full run takes as long as the scaled one, each with one seed.</summary>
    public double FullFactor { get; init; } = 1;

    /// <summary>The first line its log must have for its measurements to count.</summary>
    public abstract RunStart Start(StudyOptions options);

    /// <summary>Measures what the log does not hold yet.</summary>
    /// <param name="options">How much to measure, and where to keep it.</param>
    /// <param name="progress">Told how far it is, 0 to 1, and what it is at.</param>
    /// <param name="cancellation">Stops it; what was measured stays in the log.</param>
    public abstract Task RunAsync(
        StudyOptions options, Action<double, string> progress, CancellationToken cancellation);

    /// <summary>The folder of its log.</summary>
    public string Folder(StudyOptions options) => Path.Combine(options.RunsFolder, options.Full ? $"{Name}-full" : Name);
}

/// <summary>How much is measured, with what, and where to.</summary>
/// <param name="RunsFolder">Holds a folder a study.</param>
/// <param name="DataFolder">Holds the archives of real data.</param>
/// <param name="Seeds">Every method that uses a seed is trained with 1 to this number.</param>
/// <param name="Full">Whether at full scale.</param>
/// <param name="Threads">Trainings at the same time; no figure depends on it.</param>
/// <param name="Command">The command line, for the record.</param>
sealed record StudyOptions(string RunsFolder, string DataFolder, int Seeds, bool Full, int Threads, string? Command);
