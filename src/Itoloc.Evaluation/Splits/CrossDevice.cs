namespace Itoloc.Evaluation.Splits;

/// <summary>A phone that the survey has never seen.</summary>
sealed class CrossDevice : IProtocol
{
    // The first and the last by name.
    static readonly string[] Two = ["BLU", "S7"];

    readonly bool _isForAblations;

    CrossDevice(bool isForAblations) => _isForAblations = isForAblations;

    /// <summary>Every phone unseen in its turn.</summary>
    public static CrossDevice All { get; } = new(isForAblations: false);

    /// <summary>A third of it, to compare a method with itself without one of its parts.</summary>
    public static CrossDevice Ablations { get; } = new(isForAblations: true);

    public string Name => _isForAblations ? "ablations" : "cross-device";

    public string Description => _isForAblations
        ? "csu-het, as cross-device with BLU and S7 only unseen: what each part of a method is worth"
        : "csu-het, each floor plan: train rows of five phones, test rows of the sixth, all six rotations";

    public string Archive => CsuHetSplit.Archive;

    /// <summary>One fold a plan and held-out phone; quick: glover with LG and OP3 held out.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var data = new CsuHetSplit(dataFolder);
        return
            from rotation in data.Rotations(quick)
            where !_isForAblations || quick || Two.Contains(rotation.Unseen)
            select new Fold
            {
                Name = $"{rotation.Plan}/{rotation.Unseen}",
                Train = rotation.Train,
                Tests = [data.Test(rotation.Plan, rotation.Unseen)],
            };
    }
}
