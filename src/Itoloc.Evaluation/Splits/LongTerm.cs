using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>A survey of the first month serves fourteen months, with or without an update every month.</summary>
sealed class LongTerm : IProtocol
{
    const string Split = "uji-lib: trn01 to trn15 of month 1, tested on tst01 to tst05 of months 2 to 15";

    readonly bool _isUpdated;

    LongTerm(bool isUpdated) => _isUpdated = isUpdated;

    /// <summary>The survey stays as it was.</summary>
    public static LongTerm Frozen { get; } = new(isUpdated: false);

    /// <summary>Before each month's test comes that month's trn01 without labels.</summary>
    public static LongTerm Updated { get; } = new(isUpdated: true);

    public string Name => _isUpdated ? "long-term" : "long-term-frozen";

    public string Description => _isUpdated ? $"{Split}, updated before each month with its trn01, unlabelled" : $"{Split}, no update";

    public string Archive => "uji-lib-months-01-15.zip";

    /// <summary>One fold with a test part a month; quick: months 2, 6, 11 and 15, updated 6 and 15.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = DataArchive.Read("uji-lib", Path.Combine(dataFolder, Archive), scan => SplitOf(scan.Entry));
        int[] months = quick ? _isUpdated ? [6, 15] : [2, 6, 11, 15] : [.. Enumerable.Range(2, 14)];
        var fold = new Fold
        {
            Name = "library",
            Train = DataArchive.Survey(data[(1, false)], quick),
            Tests =
            [
                .. months.Select(month => new TestPart(
                    $"month {month:00}", month <= 10 ? "months 2-10" : "months 11-15", data[(month, true)])),
            ],
        };
        yield return _isUpdated ? UpdateSteps.Add(fold, months.Select(month => DataArchive.Survey(data[(month, false)], quick))) : fold;
    }

    /// <summary>The survey of month 1.</summary>
    public static IReadOnlyList<Scan> Survey(string dataFolder) => DataArchive.Read(
        "uji-lib", Path.Combine(dataFolder, Frozen.Archive), scan => SplitOf(scan.Entry) == (1, false))[true];

    // db/01/trn01 → (1, false)
    static (int Month, bool IsTest) SplitOf(string entry)
    {
        string[] path = entry.Split('/');
        return (int.Parse(path[^2], CultureInfo.InvariantCulture),
            path[^1].StartsWith("tst", StringComparison.Ordinal));
    }
}
