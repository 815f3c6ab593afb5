using Itoloc.Evaluation;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures;
using Itoloc.Evaluation.Figures.Studies;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Evaluation.Figures;

/// <summary>Finished logs of all studies with made-up figures: iToLoc errs 1 m on average, every other method 2 m.</summary>
sealed class CannedLogs : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public CannedLogs()
    {
        foreach (var study in Studies)
        {
            foreach (string archive in study.Archives) _folder.Write($"data/{archive}", archive);
        }
        foreach (var study in Studies) Write(study);
    }

    public static IReadOnlyList<Study> Studies { get; } = [.. PaperFigures.All.SelectMany(figure => figure.Studies).Distinct()];

    public string Out => _folder.File("out");

    public FigureOptions Options => new()
    {
        Figures = [.. PaperFigures.Names.Select(figure => figure.Name)],
        OutFolder = Out,
        DataFolder = _folder.File("data"),
        OnlyDraw = true,
        Threads = 1,
    };

    public StudyOptions StudyOptions => new(Path.Combine(Out, "runs"), _folder.File("data"), 1, false, 1, null);

    public string Log(Study study) => Path.Combine(study.Folder(StudyOptions), "run.jsonl");

    public void Dispose() => _folder.Dispose();

    void Write(Study study)
    {
        using var log = RunLog.Open(study.Folder(StudyOptions), study.Start(StudyOptions));
        if (study is MethodStudy)
        {
            foreach (string method in study.Start(StudyOptions).Methods) log.Add(Fold(method));
        }
        else
        {
            foreach (string name in study.Start(StudyOptions).Methods) log.Add(Observation(study, name));
        }
        log.Complete(TimeSpan.FromSeconds(1));
    }

    static FoldResult Fold(string method) => new()
    {
        Method = method,
        Seed = 1,
        Fold = "canned",
        TrainSeconds = 3,
        Tests =
        [
            .. from day in (int[])[2, 14]
               from device in (string[])["LG", "OP3"]
               select Test(device, day, method == "itoloc" ? 1 : 2),
        ],
    };

    static Itoloc.Evaluation.Benchmarking.TestResult Test(string device, int day, double mean) => new()
    {
        Name = $"{device}, day {day:00}",
        Group = "unseen",
        LocateSeconds = 1,
        Errors = [.. Enumerable.Range(0, 101).Select(percent => mean * percent / 50)],
        Statistics = new()
        {
            N = 100,
            Answered = 98,
            Mean = mean,
            P95 = 1.9 * mean,
            RegionSuccess = mean == 1 ? 0.98 - 0.0001 * day : 0.8 - 0.01 * day - (device == "LG" ? 0.1 : 0),
        },
    };

    static Observation Observation(Study study, string name) => study switch
    {
        CountStudy => new()
        {
            Name = name,
            Points = [],
            Values = new Dictionary<string, double> { ["survey scans"] = 4800, ["test scans"] = 600 },
        },
        LevelStudy => new()
        {
            Name = name,
            Points = [new("access point 1", "a", 0, -50), new("access point 1", "b", 1, -55)],
            Values = new Dictionary<string, double> { ["spread"] = 3, ["places"] = 2, ["keys"] = 2 },
        },
        _ => new()
        {
            Name = name,
            Points = [new("place 1, unseen phone", "", -1.5, 2), new("place 2, unseen phone", "", 3, -4)],
            Values = new Dictionary<string, double>
            {
                ["place"] = name == FeatureStudy.With ? 0.9 : 0.8,
                ["domain"] = name == FeatureStudy.With ? 0.55 : 0.5,
                ["places"] = 2,
                ["scans"] = 20,
            },
        },
    };
}
