namespace Itoloc.Evaluation.Benchmarking;

/// <summary>What a method reached in a protocol.</summary>
public sealed record MethodResult
{
    /// <summary>The method's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it was given labels taken after the survey: a ceiling, not a rival.</summary>
    public bool UsesLaterLabels { get; init; }

    /// <summary>What was tuned inside the training rows, over which grid.</summary>
    public required string Tuning { get; init; }

    /// <summary>What tuning chose, and in how many trainings; empty where nothing was tuned.</summary>
    public required IReadOnlyDictionary<string, int> Choices { get; init; }

    /// <summary>Trainings measured: folds times seeds.</summary>
    public required int Trainings { get; init; }

    /// <summary>Seconds for one training with its tuning on one thread, mean over the trainings.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds for one update on one thread, mean over the updates; null where there was none.</summary>
    public double? UpdateSeconds { get; init; }

    /// <summary>Milliseconds to locate one scan on one thread, mean over the scans.</summary>
    public required double LocateMilliseconds { get; init; }

    /// <summary>The figures, group by group in the protocol's order, and last for "all".</summary>
    public required IReadOnlyList<GroupResult> Groups { get; init; }

    internal static MethodResult Of(IMethod method, IReadOnlyList<FoldResult> folds)
    {
        List<TestResult>[] seeds =
            [.. folds.GroupBy(fold => fold.Seed).Select(seed => seed.SelectMany(fold => fold.Tests).ToList())];
        GroupResult Figures(string name, Func<TestResult, bool> belongs) =>
            GroupResult.Of(name, [.. seeds.Select(s => s.Where(belongs).Select(test => test.Statistics).ToList())]);
        var tests = folds.SelectMany(fold => fold.Tests).ToList();
        return new()
        {
            Name = method.Name,
            Description = method.Description,
            Tuning = method.Tuning,
            UsesLaterLabels = method.UsesLaterLabels,
            Choices = new SortedDictionary<string, int>(
                folds.Where(fold => fold.Choice is not null).CountBy(fold => fold.Choice!).ToDictionary(),
                StringComparer.Ordinal),
            Trainings = folds.Count,
            TrainSeconds = folds.Average(fold => fold.TrainSeconds),
            UpdateSeconds = tests.Average(test => test.UpdateSeconds),
            LocateMilliseconds =
                1000 * tests.Sum(test => test.LocateSeconds) / Math.Max(tests.Sum(test => test.Statistics.N), 1),
            Groups =
            [
                .. tests.Select(test => test.Group).Distinct()
                    .Select(group => Figures(group, test => test.Group == group)),
                Figures("all", _ => true),
            ],
        };
    }
}
