using System.Globalization;

namespace Itoloc.Evaluation.Splits;

/// <summary>A survey outlives most of its access points, without an update.</summary>
sealed class ChurnFrozen : IProtocol
{
    public string Name => "churn-frozen";

    public string Description =>
        "mtloc-office: training rows of collection 1, tested on the testing rows of collections 2 to 26, no update";

    public string Archive => "mtloc-office-01-26.zip";

    /// <summary>One fold with a test part a collection; quick: collections 2, 8, 15 and 26.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = DataArchive.Read("mtloc", Path.Combine(dataFolder, Archive), scan => SplitOf(scan.Entry));
        yield return new Fold
        {
            Name = "office",
            Train = DataArchive.Survey(data[(1, false)], quick),
            Tests =
            [
                .. from collection in quick ? [2, 8, 15, 26] : Enumerable.Range(2, 25)
                   select new TestPart(
                       $"collection {collection:00}", collection <= 14 ? "collections 2-14" : "collections 15-26",
                       data[(collection, true)]),
            ],
        };
    }

    // csv/OfficeP1+P2/OfficeP1+P2_01_200925_training.csv → (1, false)
    static (int Collection, bool IsTest) SplitOf(string entry)
    {
        string[] name = Path.GetFileNameWithoutExtension(entry).Split('_');
        return (int.Parse(name[^3], CultureInfo.InvariantCulture), name[^1] == "testing");
    }
}
