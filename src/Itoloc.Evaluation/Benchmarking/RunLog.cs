using System.Text.Json;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>
/// The run log <c>run.jsonl</c>: a start line, a line for every finished fold, and a done line. What is written is
/// flushed line by line, so an interrupted run loses only the folds it was working on.
/// </summary>
sealed class RunLog : IDisposable
{
    readonly Lock _writing = new();
    readonly StreamWriter _writer;
    readonly Dictionary<(string, int, string), FoldResult> _folds = [];
    readonly Dictionary<string, Observation> _observations = [];

    RunLog(StreamWriter writer) => _writer = writer;

    /// <summary>
    /// Begins a log in a folder, taking over the finished folds of an interrupted run of the same kind.
    /// </summary>
    /// <remarks>A log that is done, or of another kind, is kept as <c>run.previous.jsonl</c>.</remarks>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="start">Its first line.</param>
    /// <param name="extends">Whether what a log that is done holds is taken over too.</param>
    public static RunLog Open(string folder, RunStart start, bool extends = false)
    {
        string path = Path.Combine(Directory.CreateDirectory(folder).FullName, "run.jsonl");
        List<RunEntry> earlier = File.Exists(path) ? [.. Read(path)] : [];
        bool resumes = earlier is [RunStart first, ..] && start.CanResume(first) && (extends || earlier[^1] is not RunDone);
        RunEntry[] kept = resumes ? [.. earlier.Where(entry => entry is FoldResult or Observation)] : [];
        if (earlier.Count > 0 && !resumes)
            File.Move(path, Path.Combine(folder, "run.previous.jsonl"), overwrite: true);
        // Written anew rather than appended to: the last line may be half a line.
        Files.Write(path, string.Concat(kept.Prepend(start).Select(entry => ToLine(entry) + Environment.NewLine)));
        var log = new RunLog(new StreamWriter(path, append: true) { AutoFlush = true });
        foreach (var fold in kept.OfType<FoldResult>())
            log._folds[fold.Key] = fold;
        foreach (var observation in kept.OfType<Observation>())
            log._observations[observation.Name] = observation;
        return log;
    }

    /// <summary>The finished fold, or null.</summary>
    public FoldResult? Find(string method, int seed, string fold)
    {
        lock (_writing)
            return _folds.GetValueOrDefault((method, seed, fold));
    }

    /// <summary>Writes a finished fold.</summary>
    public void Add(FoldResult fold)
    {
        lock (_writing)
        {
            _folds[fold.Key] = fold;
            _writer.WriteLine(ToLine(fold));
        }
    }

    /// <summary>The observation of that name, or null.</summary>
    public Observation? Find(string observation)
    {
        lock (_writing)
            return _observations.GetValueOrDefault(observation);
    }

    /// <summary>Writes an observation.</summary>
    public void Add(Observation observation)
    {
        lock (_writing)
        {
            _observations[observation.Name] = observation;
            _writer.WriteLine(ToLine(observation));
        }
    }

    /// <summary>Writes the last line.</summary>
    public void Complete(TimeSpan wallTime) =>
        _writer.WriteLine(ToLine(new RunDone { Seconds = wallTime.TotalSeconds }));

    public void Dispose() => _writer.Dispose();

    /// <summary>The entries of a log, up to the first line that is not whole.</summary>
    internal static IEnumerable<RunEntry> Read(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            if (Parse(line) is not { } entry)
                yield break;
            yield return entry;
        }
    }

    static RunEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EvaluationJson.Default.RunEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string ToLine(RunEntry entry) => JsonSerializer.Serialize(entry, EvaluationJson.Default.RunEntry);
}
