using System.Globalization;

namespace Itoloc.Evaluation.Splits;

/// <summary>A survey outlives most of its access points, with or without updates.</summary>
sealed class Churn : IProtocol
{
    const string Split =
        "mtloc-office: training rows of collection 1, tested on the testing rows of collections 2 to 26";

    readonly string _update;
    readonly bool _isUpdated, _isPoisoned;

    Churn(string name, string update, bool isUpdated, bool isPoisoned) =>
        (Name, _update, _isUpdated, _isPoisoned) = (name, update, isUpdated, isPoisoned);

    /// <summary>The survey stays as it was.</summary>
    public static Churn Frozen { get; } = new("churn-frozen", "no update", false, false);

    /// <summary>Before each collection's test come its training rows without labels.</summary>
    public static Churn Updated { get; } = new(
        "churn", "updated before each collection with its training rows, unlabelled", true, false);

    /// <summary>The same, and as many hostile scans among them.</summary>
    public static Churn Poisoned { get; } = new(
        "churn-poisoned",
        "updated before each collection with its training rows, unlabelled, among as many hostile scans: another "
        + "building's, random ones, a flood from one spot, and forged BSSIDs",
        true, true);

    public string Name { get; }

    public string Description => $"{Split}, {_update}";

    public string Archive => "mtloc-office-01-26.zip";

    /// <summary>
    /// One fold with a test part a collection; quick: collections 2, 8, 15 and 26. Where it is updated a quick run keeps all rows: a
    /// quarter of seven scans a point is less than some methods can learn from.
    /// </summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = DataArchive.Read("mtloc", Path.Combine(dataFolder, Archive), scan => SplitOf(scan.Entry));
        int[] collections = quick ? [2, 8, 15, 26] : [.. Enumerable.Range(2, 25)];
        bool isQuarter = quick && !_isUpdated;
        var fold = new Fold
        {
            Name = "office",
            Train = DataArchive.Survey(data[(1, false)], isQuarter),
            Tests =
            [
                .. collections.Select(collection => new TestPart(
                    $"collection {collection:00}", collection <= 14 ? "collections 2-14" : "collections 15-26",
                    data[(collection, true)])),
            ],
        };
        if (_isUpdated)
            fold = UpdateSteps.Add(fold, collections.Select(c => DataArchive.Survey(data[(c, false)], isQuarter)));
        if (_isPoisoned)
            fold = HostileScans.Mix(fold, new CsuHetSplit(dataFolder).Train("glover", "LG"));
        yield return fold;
    }

    // csv/OfficeP1+P2/OfficeP1+P2_01_200925_training.csv → (1, false)
    static (int Collection, bool IsTest) SplitOf(string entry)
    {
        string[] name = Path.GetFileNameWithoutExtension(entry).Split('_');
        return (int.Parse(name[^3], CultureInfo.InvariantCulture), name[^1] == "testing");
    }
}
