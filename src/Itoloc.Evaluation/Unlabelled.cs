using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>Makes scans as unlabelled as they are said to be.</summary>
public static class Unlabelled
{
    /// <summary>
    /// The scans without their labels, in an order that tells nothing: surveys go from point to point.
    /// </summary>
    /// <param name="scans">Scans, labelled or not.</param>
    /// <param name="seed">Seed of the order.</param>
    public static IReadOnlyList<Scan> From(IEnumerable<Scan> scans, int seed)
    {
        Scan[] bare = [.. scans.Select(scan => scan.WithoutLabels())];
        new Random(seed).Shuffle(bare);
        return bare;
    }
}
