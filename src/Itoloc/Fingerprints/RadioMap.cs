using System.Numerics;

namespace Itoloc.Fingerprints;

/// <summary>The labelled fingerprints of a site, searchable by likeness.</summary>
/// <remarks>
/// Likeness is Sørensen's: Σ|a − b| / Σ(a + b) over levels exp((dBm + 106)/24), 0 where not heard; 0 is equal, 1 has
/// nothing in common. Torres-Sospedra et al. 2015 found it the best of many for WiFi fingerprints.
/// </remarks>
public sealed class RadioMap
{
    const float OffsetDb = 106;
    const float ScaleDb = 24;

    readonly float[] _levels;
    readonly float[] _sums;
    readonly int _stride;

    /// <summary>Builds the map.</summary>
    /// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
    public RadioMap(IReadOnlyList<float[]> fingerprints)
    {
        int features = fingerprints.Count == 0 ? 0 : fingerprints[0].Length;
        _stride = (features + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _levels = new float[fingerprints.Count * _stride];
        _sums = new float[fingerprints.Count];
        for (int row = 0; row < fingerprints.Count; row++)
            _sums[row] = ToLevels(fingerprints[row], _levels.AsSpan(row * _stride, _stride));
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
        float[] query = new float[_stride];
        float querySum = ToLevels(fingerprint, query);
        List<Neighbour> best = new(count + 1);
        for (int row = 0; row < _sums.Length; row++)
        {
            float total = querySum + _sums[row];
            float distance = total == 0 ? 1 : Difference(query, _levels.AsSpan(row * _stride, _stride)) / total;
            if (best.Count == count && distance >= best[^1].Distance)
                continue;
            int place = best.Count;
            while (place > 0 && best[place - 1].Distance > distance)
                place--;
            best.Insert(place, new Neighbour(row, distance));
            if (best.Count > count)
                best.RemoveAt(count);
        }
        return [.. best];
    }

    static float ToLevels(ReadOnlySpan<float> fingerprint, Span<float> levels)
    {
        float sum = 0;
        for (int i = 0; i < fingerprint.Length; i++)
        {
            levels[i] = float.IsNaN(fingerprint[i]) ? 0 : MathF.Exp((fingerprint[i] + OffsetDb) / ScaleDb);
            sum += levels[i];
        }
        return sum;
    }

    static float Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i += Vector<float>.Count)
            sum += Vector.Abs(new Vector<float>(a[i..]) - new Vector<float>(b[i..]));
        return Vector.Sum(sum);
    }
}
