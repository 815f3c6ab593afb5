using System.Numerics.Tensors;

namespace Itoloc.Fingerprints;

/// <summary>Which of the surveyed scans a scan is most like: they vote for the points they were taken at.</summary>
/// <remarks>
/// <para>
/// A point's means say what is heard there on the whole; which access points are loud together, at one moment, only single
/// scans tell. A scan of weight w at distance d speaks with w² · exp(−d / T) for its point: one that may have been taken at
/// several places says less for each than its share.
/// </para>
/// <para>
/// d is Sørensen's distance, Σ|a − b| / Σ(a + b), over levels ((dBm + 106) / 106)^e, 0 where nothing is heard: the powed
/// scale of Torres-Sospedra et al. 2015. What only the surveyed scan hears counts as far as that access point is still there,
/// which the points say. What a surveyed scan could not hear yet is not held against it.
/// </para>
/// </remarks>
sealed class ScanVote
{
    /// <summary>T: a scan that is so much farther speaks e times more softly.</summary>
    const float Softness = 0.0125f;

    readonly int _points;

    // Of each sample the point, the weight squared, the number of features it could hear, and the sum of its levels: the samples
    // themselves are not kept, for they are large. Of each feature the samples that hear it, and its levels there.
    readonly (int Point, float Voice, int Features, float Sum)[] _samples;
    readonly (int Sample, float Level)[][] _heard;

    /// <summary>Indexes scans.</summary>
    /// <param name="samples">What was heard where.</param>
    /// <param name="points">Number of points.</param>
    public ScanVote(IReadOnlyList<EvidenceMap.Sample> samples, int points)
    {
        _points = points;
        _samples = new (int, float, int, float)[samples.Count];
        int features = samples.Select(sample => sample.Fingerprint.Length).DefaultIfEmpty().Max();
        List<(int, float)>[] heard = [.. Enumerable.Range(0, features).Select(_ => new List<(int, float)>())];
        foreach ((int i, (float[] fingerprint, int point, float weight)) in samples.Index())
        {
            float sum = 0;
            for (int feature = 0; feature < fingerprint.Length; feature++)
            {
                if (float.IsNaN(fingerprint[feature]))
                    continue;
                float level = Level(fingerprint[feature]);
                heard[feature].Add((i, level));
                sum += level;
            }
            _samples[i] = (point, weight * weight, fingerprint.Length, sum);
        }
        _heard = [.. heard.Select(list => list.ToArray())];
    }

    /// <summary>Asks the scans.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <param name="remaining">
    /// [features], 0 to 1: how probable it is that an access point is still there, were it silent; at least all that scans hear.
    /// </param>
    /// <returns>[points], summing to 1; all 0 where there is no scan.</returns>
    public float[] Ask(ReadOnlySpan<float> fingerprint, ReadOnlySpan<float> remaining)
    {
        float[] votes = new float[_points];
        if (_samples.Length == 0)
            return votes;
        float[] voices = Distances(fingerprint, remaining);
        TensorPrimitives.Subtract(voices, TensorPrimitives.Min<float>(voices), voices);
        TensorPrimitives.Multiply(voices, -1 / Softness, voices);
        TensorPrimitives.Exp(voices, voices);
        for (int sample = 0; sample < voices.Length; sample++)
            votes[_samples[sample].Point] += _samples[sample].Voice * voices[sample];
        TensorPrimitives.Divide(votes, TensorPrimitives.Sum<float>(votes), votes);
        return votes;
    }

    // [samples]. Only the features that are heard, or that may have gone, are looked at: Σ|a − b| = Σa + Σb − 2 Σmin(a, b).
    float[] Distances(ReadOnlySpan<float> fingerprint, ReadOnlySpan<float> remaining)
    {
        const float negligible = 0.002f;
        float most = _heard.Length == 0 ? 0 : TensorPrimitives.Max(remaining[.._heard.Length]);
        float[] common = new float[_samples.Length], overlaps = new float[_samples.Length], gone = new float[_samples.Length];
        float[] sumTo = new float[fingerprint.Length + 1]; // of the levels of the features before each
        for (int feature = 0; feature < fingerprint.Length; feature++)
        {
            (int Sample, float Level)[] heard = feature < _heard.Length ? _heard[feature] : [];
            sumTo[feature + 1] = sumTo[feature];
            if (float.IsNaN(fingerprint[feature]))
            {
                if (heard.Length > 0 && most - remaining[feature] > negligible)
                    foreach ((int sample, float surveyed) in heard)
                        gone[sample] += (most - remaining[feature]) * surveyed;
                continue;
            }
            float level = Level(fingerprint[feature]);
            sumTo[feature + 1] += level;
            foreach ((int sample, float surveyed) in heard)
            {
                common[sample] += surveyed;
                overlaps[sample] += Math.Min(surveyed, level);
            }
        }
        float[] distances = new float[_samples.Length];
        for (int sample = 0; sample < distances.Length; sample++)
        {
            float own = sumTo[Math.Min(_samples[sample].Features, fingerprint.Length)];
            float sum = own + common[sample] + most * (_samples[sample].Sum - common[sample]) - gone[sample];
            distances[sample] = sum <= 0 ? 1 : 1 - 2 * overlaps[sample] / sum;
        }
        return distances;
    }

    static float Level(float dbm) =>
        MathF.Pow(Math.Max(dbm - SignalLevel.SilenceDbm, 0) / -SignalLevel.SilenceDbm, MathF.E);
}
