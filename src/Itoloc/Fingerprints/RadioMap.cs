using System.Numerics.Tensors;

namespace Itoloc.Fingerprints;

/// <summary>The labelled fingerprints of a site, searchable by likeness.</summary>
/// <remarks>
/// <para>
/// Likeness is Sørensen's: Σ|a − b| / Σ(a + b) over <see cref="SignalLevel"/>s; 0 is equal, 1 has nothing in
/// common. Torres-Sospedra et al. 2015 found it the best of many for WiFi fingerprints. Kept access point by
/// access point: with s = Σv and o = Σmin(a, b) the distance is 1 − 2o/(s₁ + s₂), so only what the scan hears is looked at.
/// </para>
/// </remarks>
public sealed class RadioMap
{
    readonly float[][] _columns;
    readonly float[] _sums;

    /// <summary>Builds the map.</summary>
    /// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
    public RadioMap(IReadOnlyList<float[]> fingerprints)
    {
        int features = fingerprints.Count == 0 ? 0 : fingerprints[0].Length;
        _columns = [.. Enumerable.Range(0, features).Select(i => fingerprints.Select(row => SignalLevel.Of(row[i])).ToArray())];
        _sums = new float[fingerprints.Count];
        foreach (float[] column in _columns)
            TensorPrimitives.Add(_sums, column, _sums);
    }

    /// <summary>A row of the map and its distance from a query, 0 to 1.</summary>
    /// <param name="Row">Index of the fingerprint.</param>
    /// <param name="Distance">Sørensen distance.</param>
    public readonly record struct Neighbour(int Row, float Distance);

    /// <summary>Finds the most alike rows.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <param name="count">How many.</param>
    /// <returns>At most <paramref name="count"/> rows, nearest first, the earlier row first where two are equally near.</returns>
    public Neighbour[] Nearest(ReadOnlySpan<float> fingerprint, int count)
    {
        float[] distances = new float[_sums.Length];
        Measure(fingerprint, distances);
        List<Neighbour> best = new(count + 1);
        for (int row = 0; row < distances.Length; row++)
        {
            if (best.Count == count && distances[row] >= best[^1].Distance)
                continue;
            int place = best.Count;
            while (place > 0 && best[place - 1].Distance > distances[row])
                place--;
            best.Insert(place, new Neighbour(row, distances[row]));
            if (best.Count > count)
                best.RemoveAt(count);
        }
        return [.. best];
    }

    void Measure(ReadOnlySpan<float> fingerprint, Span<float> distances)
    {
        Span<float> smaller = new float[_sums.Length];
        distances.Clear();
        float sum = 0;
        for (int i = 0; i < fingerprint.Length; i++)
        {
            float level = SignalLevel.Of(fingerprint[i]);
            if (level == 0)
                continue;
            sum += level;
            TensorPrimitives.Min(_columns[i], level, smaller);
            TensorPrimitives.Add(distances, smaller, distances);
        }
        for (int row = 0; row < distances.Length; row++)
        {
            float total = sum + _sums[row];
            distances[row] = total == 0 ? 1 : 1 - 2 * distances[row] / total;
        }
    }
}
