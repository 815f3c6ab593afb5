namespace Itoloc.Evaluation.Baselines;

/// <summary>What has to be chosen for a nearest-neighbour search.</summary>
/// <param name="Scale">How readings become levels and are compared.</param>
/// <param name="K">Neighbours, at least 1.</param>
/// <param name="IsGrouped">Whether the BSSIDs of one radio are one column.</param>
readonly record struct KnnChoice(SignalScale Scale, int K, bool IsGrouped)
{
    /// <summary>The choice as tuning notes give it.</summary>
    public override string ToString() => $"{Scale.Name}, k = {K}, BSSIDs {(IsGrouped ? "grouped" : "apart")}";
}
