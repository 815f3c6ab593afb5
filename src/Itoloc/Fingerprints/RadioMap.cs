namespace Itoloc.Fingerprints;

/// <summary>The labelled fingerprints of a site, searchable by likeness, which is Sørensen's distance.</summary>
/// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
public sealed class RadioMap(IReadOnlyList<float[]> fingerprints)
{
    readonly LevelMap _levels = new(
        [.. fingerprints.Select(row => SignalLevel.Of(row))],
        [.. Enumerable.Repeat(true, fingerprints.Count == 0 ? 0 : fingerprints[0].Length)]);

    /// <summary>A row of the map and its distance from a query.</summary>
    /// <param name="Row">Index of the fingerprint.</param>
    /// <param name="Distance">0 is equal, 1 has nothing in common.</param>
    public readonly record struct Neighbour(int Row, float Distance);

    /// <summary>Finds the most alike rows.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <param name="count">How many.</param>
    /// <returns>At most <paramref name="count"/> rows, nearest first, the earlier row first where two are equally near.</returns>
    public Neighbour[] Nearest(ReadOnlySpan<float> fingerprint, int count) =>
        [.. _levels.Distances(SignalLevel.Of(fingerprint)).Index().OrderBy(row => row.Item).Take(count)
            .Select(row => new Neighbour(row.Index, row.Item))];
}
