using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>
/// Scans that nobody took: between two reference points that stand close together, a phone hears a mixture of both.
/// </summary>
/// <remarks>
/// A survey stands on a grid and users do not. Differs from the paper, which learns the reference points only. After
/// mixup (Zhang et al. 2018), restricted to neighbours in space and to one domain, so that the label stays true.
/// </remarks>
sealed class InBetween
{
    readonly int[]?[] _partners;

    /// <summary>Finds the scans each scan of a floor may be mixed with.</summary>
    /// <param name="classes">The floor's location classes.</param>
    /// <param name="locations">Each scan's class.</param>
    /// <param name="domains">Each scan's domain.</param>
    /// <param name="rows">The scans that may be used.</param>
    public InBetween(IReadOnlyList<LocationClass> classes, int[] locations, int[] domains, IReadOnlyList<int> rows)
    {
        ILookup<(int, int), int> at = rows.Order().ToLookup(row => (locations[row], domains[row]));
        int[][] neighbours = LocationClass.Neighbours(classes);
        _partners = new int[]?[locations.Length];
        Dictionary<(int, int), int[]> known = [];
        foreach (int row in rows)
        {
            (int location, int domain) key = (locations[row], domains[row]);
            if (!known.TryGetValue(key, out int[]? partners))
                known.Add(key, partners = [.. neighbours[key.location].SelectMany(other => at[(other, key.domain)])]);
            _partners[row] = partners;
        }
    }

    /// <summary>Draws a partner from the neighbouring points, or none where a point has no neighbour in its domain.</summary>
    public int? Partner(int row, Random random) =>
        _partners[row] is { Length: > 0 } partners ? partners[random.Next(partners.Length)] : null;

    /// <summary>Mixes two fingerprints in dBm.</summary>
    /// <param name="a">[access points], dBm, NaN where not heard.</param>
    /// <param name="b">The same of the other.</param>
    /// <param name="share">Share of <paramref name="b"/>, 0 to 1.</param>
    /// <param name="mixed">[access points], dBm; NaN where the mixture is too weak to be heard.</param>
    public static void Mix(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float share, Span<float> mixed)
    {
        for (int i = 0; i < mixed.Length; i++)
        {
            float level = (1 - share) * FingerprintImage.Level(a[i]) + share * FingerprintImage.Level(b[i]);
            mixed[i] = level < FingerprintImage.WeakestDbm ? float.NaN : level;
        }
    }
}
