namespace Itoloc.Evaluation.Splits;

/// <summary>A survey made with one phone serves five others.</summary>
sealed class OnePhone : IProtocol
{
    public string Name => "one-phone";

    public string Description =>
        "csu-het, each floor plan: train rows of one phone, test rows of the other five, all six rotations";

    public string Archive => CsuHetSplit.Archive;

    /// <summary>One fold a plan and surveying phone; quick: glover surveyed by LG and by OP3.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = new CsuHetSplit(dataFolder);
        return
            from plan in data.Plans
            from surveyor in data.Phones
            where !quick || (plan == "glover" && surveyor is ("LG" or "OP3"))
            select new Fold
            {
                Name = $"{plan}/{surveyor}",
                Train = DataArchive.Survey(data.Train(plan, surveyor), quick),
                Tests = [.. data.Phones.Where(phone => phone != surveyor).Select(phone => data.Test(plan, phone))],
            };
    }
}
