using Itoloc.Evaluation.Benchmarking;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>Methods compared on a protocol.</summary>
/// <param name="title">What is measured, for headings.</param>
/// <param name="protocol">The split; its smaller version is the scaled run.</param>
/// <param name="methods">The methods' names.</param>
/// <param name="name">The name of its folder; the protocol's if null.</param>
sealed class MethodStudy(string title, IProtocol protocol, IReadOnlyList<string> methods, string? name = null)
    : Study(name ?? protocol.Name, title)
{
    /// <summary>What the numbers at the end of the test parts' names count, such as "days after the survey".</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>How it is split.</summary>
    public IProtocol Protocol => protocol;

    public override IReadOnlyList<string> Archives => protocol.Archive is { } archive ? [archive] : [];

    public override RunStart Start(StudyOptions options) => BenchmarkRunner.StartOf(Options(options));

    public override Task RunAsync(
        StudyOptions options, Action<double, string> progress, CancellationToken cancellation) =>
        BenchmarkRunner.RunAsync(Options(options), new Reporter(progress), cancellation);

    BenchmarkOptions Options(StudyOptions options) => new()
    {
        Protocol = protocol,
        Methods = [.. methods.Select(name => Methods.Find(name)!)],
        Seeds = [.. Enumerable.Range(1, options.Seeds)],
        Quick = !options.Full,
        Threads = options.Threads,
        DataFolder = options.DataFolder,
        RunFolder = Folder(options),
        Extends = true,
        Command = options.Command,
    };

    // Trainings at the same time report in turn; the furthest counts.
    sealed class Reporter(Action<double, string> report) : IProgress<BenchmarkProgress>
    {
        readonly Lock _reporting = new();
        double _furthest;

        public void Report(BenchmarkProgress value)
        {
            lock (_reporting)
            {
                bool isFinished = value.Fraction >= 1;
                double done = (value.Finished + (isFinished ? 0 : value.Fraction)) / value.Total;
                _furthest = Math.Max(_furthest, Math.Min(1, done));
                report(_furthest, $"{value.Finished}/{value.Total} trained, {value.Method}, seed {value.Seed}, {value.Fold}");
            }
        }
    }
}
