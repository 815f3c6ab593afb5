using System.Globalization;
using Itoloc.Evaluation.Benchmarking;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>What a study's log holds: all that figures are drawn from.</summary>
sealed class StudyLog
{
    readonly ILookup<string, TestResult> _tests;
    readonly FoldResult[] _folds;

    StudyLog(Study study, RunStart start, IReadOnlyList<RunEntry> entries)
    {
        (Study, Start) = (study, start);
        // Trainings at the same time end in any order; what is drawn must not depend on it.
        var asked = start.Methods.Index().ToDictionary(method => method.Item, method => method.Index);
        int Place(string name) => asked.GetValueOrDefault(name, int.MaxValue);
        _folds =
        [
            .. entries.OfType<FoldResult>().OrderBy(fold => Place(fold.Method)).ThenBy(fold => fold.Seed)
                .ThenBy(fold => fold.Fold, StringComparer.Ordinal),
        ];
        _tests = _folds.SelectMany(fold => fold.Tests.Select(test => (fold.Method, test)))
            .ToLookup(pair => pair.Method, pair => pair.test);
        Observations = new(entries.OfType<Observation>().OrderBy(seen => Place(seen.Name))
            .Select(seen => KeyValuePair.Create(seen.Name, seen)));
        IsDone = entries is [.., RunDone];
    }

    /// <summary>The study it is the log of.</summary>
    public Study Study { get; }

    /// <summary>Its first line.</summary>
    public RunStart Start { get; }

    /// <summary>Whether the run came to its end.</summary>
    public bool IsDone { get; }

    /// <summary>The observations by name, in the order asked for.</summary>
    public OrderedDictionary<string, Observation> Observations { get; }

    /// <summary>Wall time of all trainings, updates and tests, each on one thread, in seconds.</summary>
    public double Seconds => _folds.Sum(fold =>
        fold.TrainSeconds + fold.Tests.Sum(test => test.LocateSeconds + (test.UpdateSeconds ?? 0)));

    /// <summary>Reads a study's log; null where there is none.</summary>
    public static StudyLog? Read(Study study, StudyOptions options)
    {
        string path = Path.Combine(study.Folder(options), "run.jsonl");
        if (!File.Exists(path))
            return null;
        RunEntry[] entries = [.. RunLog.Read(path)];
        return entries is [RunStart start, ..] ? new(study, start, entries) : null;
    }

    /// <summary>Whether it holds all that a run with this first line would measure.</summary>
    public bool Covers(RunStart start) =>
        IsDone && start.CanResume(Start) && !start.Methods.Except(Start.Methods).Any()
        && !start.Seeds.Except(Start.Seeds).Any();

    /// <summary>The tests of a method with all seeds; empty where it did not run.</summary>
    public IEnumerable<TestResult> Of(string method, Func<TestResult, bool>? which = null) =>
        _tests[method].Where(which ?? (_ => true));

    /// <summary>Mean of a figure over a method's tests, each counting once; null where nothing defines it.</summary>
    public double? Mean(string method, Func<TestResult, double?> figure, Func<TestResult, bool>? which = null) =>
        Of(method, which).Average(figure);

    /// <summary>Share of scans located in the right region, or within 3 m where there are none.</summary>
    public double? Success(string method, Func<TestResult, bool>? which = null) =>
        Mean(method, test => test.Statistics.RegionSuccess, which);

    /// <summary>
    /// The distribution of the errors over a method's tests, each counting once: the errors in metres, ascending, at
    /// which 0.5, 1.5, … % of each test's answers are. Declined scans have no error and are left out.
    /// </summary>
    public double[] Errors(string method, Func<TestResult, bool>? which = null) =>
    [
        .. Of(method, which).Where(test => test.Errors is not null)
            .SelectMany(test => test.Errors!.Zip(test.Errors!.Skip(1), (from, to) => (from + to) / 2)).Order(),
    ];

    /// <summary>The values a test's parts take, in the order of the log, such as its phones.</summary>
    public IReadOnlyList<T> Distinct<T>(Func<TestResult, T> of) =>
        [.. _folds.SelectMany(fold => fold.Tests).Select(of).Distinct()];

    /// <summary>The device a part's name begins with.</summary>
    public static string Device(TestResult test) => test.Name.Split(", day ")[0];

    /// <summary>The number a part's name ends with, such as the days since the survey; 0 where there is none.</summary>
    public static int Time(TestResult test) =>
        int.TryParse(test.Name.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int time) ? time : 0;
}
