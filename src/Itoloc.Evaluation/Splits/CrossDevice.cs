namespace Itoloc.Evaluation.Splits;

/// <summary>A phone that the survey has never seen.</summary>
sealed class CrossDevice : IProtocol
{
    public string Name => "cross-device";

    public string Description =>
        "csu-het, each floor plan: train rows of five phones, test rows of the sixth, all six rotations";

    public string Archive => CsuHetSplit.Archive;

    /// <summary>One fold a plan and held-out phone; quick: glover with LG and OP3 held out.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = new CsuHetSplit(dataFolder);
        return
            from plan in data.Plans
            from unseen in data.Phones
            where !quick || (plan == "glover" && unseen is ("LG" or "OP3"))
            select new Fold
            {
                Name = $"{plan}/{unseen}",
                Train = DataArchive.Survey(
                    data.Phones.Where(phone => phone != unseen).SelectMany(phone => data.Train(plan, phone)), quick),
                Tests = [data.Test(plan, unseen)],
            };
    }
}
