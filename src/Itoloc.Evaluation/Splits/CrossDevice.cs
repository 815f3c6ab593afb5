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
            from rotation in data.Rotations(quick)
            select new Fold
            {
                Name = $"{rotation.Plan}/{rotation.Unseen}",
                Train = rotation.Train,
                Tests = [data.Test(rotation.Plan, rotation.Unseen)],
            };
    }
}
