namespace Itoloc.Evaluation.Splits;

/// <summary>Unseen phones on a campus of three buildings and thirteen floors.</summary>
sealed class Campus : IProtocol
{
    static readonly string[] Unseen = ["6", "7", "13", "22"];

    public string Name => "campus";

    public string Description =>
        "ujiindoorloc, training file: rows of all phones but one, tested on the rows of that phone (6, 7, 13, 22)";

    public string Archive => "ujiindoorloc-training.zip";

    /// <summary>One fold a held-out phone; quick: phone 6 and phone 13 in building 1.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = DataArchive.Read(
            "ujiindoorloc", Path.Combine(dataFolder, Archive), scan => !quick || scan.Scan.Building == "1" ? scan.Scan.Device! : "");
        data.Remove("");
        return
            from unseen in quick ? ["6", "13"] : Unseen
            select new Fold
            {
                Name = $"phone {unseen}",
                Train = DataArchive.Survey(
                    data.OrderBy(phone => phone.Key, StringComparer.Ordinal).Where(phone => phone.Key != unseen)
                        .SelectMany(phone => phone.Value),
                    quick),
                Tests = [new TestPart(unseen, $"phone {unseen}", data[unseen])],
            };
    }
}
