using System.Globalization;

namespace Itoloc.Evaluation.Splits;

/// <summary>A survey of the first month serves fourteen months without an update.</summary>
sealed class LongTermFrozen : IProtocol
{
    public string Name => "long-term-frozen";

    public string Description =>
        "uji-lib: trn01 to trn15 of month 1, tested on tst01 to tst05 of months 2 to 15, no update";

    public string Archive => "uji-lib-months-01-15.zip";

    /// <summary>One fold with a test part a month; quick: months 2, 6, 11 and 15.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = DataArchive.Read("uji-lib", Path.Combine(dataFolder, Archive), scan => SplitOf(scan.Entry));
        yield return new Fold
        {
            Name = "library",
            Train = DataArchive.Survey(data[(1, false)], quick),
            Tests =
            [
                .. from month in quick ? [2, 6, 11, 15] : Enumerable.Range(2, 14)
                   select new TestPart(
                       $"month {month:00}", month <= 10 ? "months 2-10" : "months 11-15", data[(month, true)]),
            ],
        };
    }

    // db/01/trn01 → (1, false)
    static (int Month, bool IsTest) SplitOf(string entry)
    {
        string[] path = entry.Split('/');
        return (int.Parse(path[^2], CultureInfo.InvariantCulture),
            path[^1].StartsWith("tst", StringComparison.Ordinal));
    }
}
