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
    // Phones differ in a common offset that one scan does not tell: all of these are tried, far ones believed less.
    const int LargestOffsetDb = 8;
    const int OffsetStepDb = 2;
    const double OffsetDeviationDb = 5;

    // How fast likeness falls with distance, fitted on csu-het's train rows with one phone held out.
    const float Temperature = 0.0125f;

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
        Measure(fingerprint, 0, distances);
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

    /// <summary>How probable it is that a scan was taken where each row was, whatever the phone's offset.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <returns>[rows], summing to 1.</returns>
    /// <remarks>
    /// Σ over offsets c of exp(−c²/2σ²)·exp(−d(f + c, row)/T): the offset is summed out. That makes the map's mean
    /// error with an unseen phone 10 % smaller than with the scan as it is (docs/experiments.md).
    /// </remarks>
    public float[] Likeness(ReadOnlySpan<float> fingerprint)
    {
        const int offsets = 2 * LargestOffsetDb / OffsetStepDb + 1;
        int rows = _sums.Length;
        float[] logits = new float[offsets * rows], likeness = new float[rows];
        for (int k = 0; k < offsets; k++)
        {
            Span<float> own = logits.AsSpan(k * rows, rows);
            float offset = k * OffsetStepDb - LargestOffsetDb;
            Measure(fingerprint, offset, own);
            TensorPrimitives.Multiply(own, -1 / Temperature, own);
            TensorPrimitives.Subtract(own, (float)(offset * offset / (2 * OffsetDeviationDb * OffsetDeviationDb)), own);
        }
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        TensorPrimitives.Exp(logits, logits);
        for (int k = 0; k < offsets; k++)
            TensorPrimitives.Add(likeness, logits.AsSpan(k * rows, rows), likeness);
        TensorPrimitives.Divide(likeness, TensorPrimitives.Sum<float>(likeness), likeness);
        return likeness;
    }

    // Each row's Sørensen distance from a scan that a phone with this offset heard.
    void Measure(ReadOnlySpan<float> fingerprint, float offsetDb, Span<float> distances)
    {
        Span<float> smaller = new float[_sums.Length];
        distances.Clear();
        float sum = 0;
        for (int i = 0; i < fingerprint.Length; i++)
        {
            float level = SignalLevel.Of(fingerprint[i] + offsetDb);
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
