using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>Whether a model knows what it does not know: scans that were not taken on the site.</summary>
sealed class Strangers : IProtocol
{
    const int Seed = 3;

    public string Name => "strangers";

    public string Description =>
        "csu-het, each floor plan: train rows of five phones; how many are declined of the sixth phone's test rows, of its "
        + "rows on the other plans, and of scans of the plan's access points at random levels; all six rotations";

    public string Archive => CsuHetSplit.Archive;

    /// <summary>One fold a plan and held-out phone; quick: glover with LG and OP3 held out.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = new CsuHetSplit(dataFolder);
        return
            from rotation in data.Rotations(quick)
            let plan = rotation.Plan
            let unseen = rotation.Unseen
            let own = data.Test(plan, unseen)
            let random = new Random(Seed)
            select new Fold
            {
                Name = $"{plan}/{unseen}",
                Train = rotation.Train,
                Tests =
                [
                    own with { Name = "own", Group = "of the site" },
                    new("elsewhere", "of another building", [.. data.Plans.Where(other => other != plan)
                        .SelectMany(other => data.Test(other, unseen).Scans)]) { AreStrangers = true },
                    new("random", "at random levels", [.. own.Scans.Select(scan => HostileScans.Random(scan, rotation.Train, random))])
                    { AreStrangers = true },
                ],
            };
    }
}
