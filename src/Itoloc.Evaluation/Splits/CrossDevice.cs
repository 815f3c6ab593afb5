namespace Itoloc.Evaluation.Splits;

/// <summary>A phone that the survey has never seen.</summary>
sealed class CrossDevice : IProtocol
{
    readonly IReadOnlyCollection<string>? _unseen;

    // Null: every phone is unseen in its turn.
    CrossDevice(string name, string description, IReadOnlyCollection<string>? unseen) =>
        (Name, Description, _unseen) = (name, description, unseen);

    /// <summary>Every phone unseen in its turn.</summary>
    public static CrossDevice All { get; } = new(
        "cross-device", "csu-het, each floor plan: train rows of five phones, test rows of the sixth, all six rotations", null);

    /// <summary>A third of it, the first and the last phone by name: to compare a method with itself without a part.</summary>
    public static CrossDevice Ablations { get; } = new(
        "ablations", "csu-het, as cross-device with BLU and S7 only unseen: what each part of a method is worth", ["BLU", "S7"]);

    public string Name { get; }

    public string Description { get; }

    public string Archive => CsuHetSplit.Archive;

    /// <summary>One fold a plan and held-out phone; quick: glover with LG and OP3 held out.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = new CsuHetSplit(dataFolder);
        return
            from rotation in data.Rotations(quick)
            where quick || _unseen is null || _unseen.Contains(rotation.Unseen)
            select new Fold
            {
                Name = $"{rotation.Plan}/{rotation.Unseen}",
                Train = rotation.Train,
                Tests = [data.Test(rotation.Plan, rotation.Unseen)],
            };
    }
}
