namespace Itoloc.Evaluation.Splits;

/// <summary>A survey made with one phone gets used to another that walks through without saying where.</summary>
sealed class NewPhoneUpdate : IProtocol
{
    public string Name => "new-phone-update";

    public string Description =>
        "csu-het, each floor plan: train rows of one phone, updated with the train rows of one other, unlabelled, "
        + "tested on the test rows of that other, all thirty pairs";

    public string Archive => CsuHetSplit.Archive;

    /// <summary>One fold a plan and ordered pair of phones; quick: glover surveyed by LG for OP3, and the reverse.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = new CsuHetSplit(dataFolder);
        return
            from plan in data.Plans
            from surveyor in data.Phones
            from other in data.Phones
            where other != surveyor
            where !quick || (plan == "glover" && surveyor is ("LG" or "OP3") && other is ("LG" or "OP3"))
            select UpdateSteps.Add(
                new Fold
                {
                    Name = $"{plan}/{surveyor}/{other}",
                    Train = DataArchive.Survey(data.Train(plan, surveyor), quick),
                    Tests = [data.Test(plan, other)],
                },
                [DataArchive.Survey(data.Train(plan, other), quick)]);
    }
}
