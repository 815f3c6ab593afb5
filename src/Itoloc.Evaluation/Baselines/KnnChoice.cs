namespace Itoloc.Evaluation.Baselines;

/// <summary>What has to be chosen for a nearest-neighbour search.</summary>
/// <param name="Scale">How readings become levels and are compared.</param>
/// <param name="K">Neighbours, at least 1.</param>
readonly record struct KnnChoice(SignalScale Scale, int K)
{
    public override string ToString() => $"{Scale.Name}, k = {K}";
}
