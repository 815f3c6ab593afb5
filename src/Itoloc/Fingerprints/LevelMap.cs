using System.Numerics;

namespace Itoloc.Fingerprints;

/// <summary>Fingerprints as levels, searchable by likeness over the access points that are believed.</summary>
/// <remarks>
/// Likeness is Sørensen's: Σ|a − b| / Σ(a + b) over <see cref="SignalLevel"/>s; 0 is equal, 1 has nothing in common.
/// Torres-Sospedra et al. 2015 found it the best of many for WiFi fingerprints. With s = Σv and o = Σmin(a, b) it is
/// 1 − 2o/(s₁ + s₂).
/// </remarks>
sealed class LevelMap
{
    readonly bool[] _believed;
    readonly float[] _levels, _sums;
    readonly int _stride;

    /// <summary>Builds the map.</summary>
    /// <param name="rows">Each [features], levels.</param>
    /// <param name="believed">[features]; the others count neither here nor in queries.</param>
    public LevelMap(IReadOnlyList<float[]> rows, bool[] believed)
    {
        _believed = believed;
        int used = believed.Count(b => b);
        _stride = (used + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _levels = new float[rows.Count * _stride];
        _sums = new float[rows.Count];
        for (int row = 0; row < rows.Count; row++)
            _sums[row] = Pack(rows[row], _levels.AsSpan(row * _stride, _stride));
    }

    /// <summary>Each row's distance, 0 to 1.</summary>
    /// <param name="query">[features], levels.</param>
    public float[] Distances(ReadOnlySpan<float> query)
    {
        float[] packed = new float[_stride], distances = new float[_sums.Length];
        float sum = Pack(query, packed);
        for (int row = 0; row < distances.Length; row++)
        {
            float total = sum + _sums[row];
            distances[row] = total <= 0 ? 1 : 1 - 2 * Overlap(packed, _levels.AsSpan(row * _stride, _stride)) / total;
        }
        return distances;
    }

    float Pack(ReadOnlySpan<float> levels, Span<float> packed)
    {
        float sum = 0;
        int next = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            if (!_believed[i])
                continue;
            packed[next++] = levels[i];
            sum += levels[i];
        }
        return sum;
    }

    static float Overlap(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i += Vector<float>.Count)
            sum += Vector.Min(new Vector<float>(a[i..]), new Vector<float>(b[i..]));
        return Vector.Sum(sum);
    }
}
