namespace Itoloc.Fingerprints;

/// <summary>Which access points a floor's image shows, and in which order.</summary>
/// <remarks>
/// The paper says neither. Convolutions look at neighbouring pixels, so access points that rise and fall together stand
/// side by side; and an image has room for a bounded number.
/// </remarks>
public static class AccessPointOrder
{
    /// <summary>Chooses the access points that tell most about the place.</summary>
    /// <param name="fingerprints">Rows of the floor, each [features], dBm, NaN where not heard.</param>
    /// <param name="locations">The location class of each row.</param>
    /// <param name="locationCount">Number of location classes.</param>
    /// <param name="maximum">The most that are chosen.</param>
    /// <returns>
    /// Features, most telling first: by the share of scans that hear the access point times the variance, over
    /// locations, of its mean level there. Those heard in fewer than max(3, 0.5 %) of the scans are left out.
    /// </returns>
    public static int[] Choose(IReadOnlyList<float[]> fingerprints, ReadOnlySpan<int> locations, int locationCount, int maximum)
    {
        int features = fingerprints[0].Length;
        int[] scans = new int[locationCount];
        double[,] sums = new double[locationCount, features];
        int[] heard = new int[features];
        for (int n = 0; n < fingerprints.Count; n++)
        {
            scans[locations[n]]++;
            for (int i = 0; i < features; i++)
            {
                sums[locations[n], i] += FingerprintImage.Level(fingerprints[n][i]);
                heard[i] += float.IsNaN(fingerprints[n][i]) ? 0 : 1;
            }
        }
        double[] scores = new double[features];
        for (int i = 0; i < features; i++)
        {
            double mean = 0, squares = 0;
            for (int c = 0; c < locationCount; c++)
            {
                double level = sums[c, i] / scans[c];
                mean += level / locationCount;
                squares += level * level / locationCount;
            }
            scores[i] = (double)heard[i] / fingerprints.Count * Math.Max(0, squares - mean * mean);
        }
        double minimum = Math.Max(3, 0.005 * fingerprints.Count);
        return [.. Enumerable.Range(0, features)
            .Where(i => heard[i] >= minimum)
            .OrderByDescending(i => scores[i]).ThenBy(i => i)
            .Take(maximum)];
    }

    /// <summary>Puts access points that are heard alike next to each other.</summary>
    /// <param name="fingerprints">Rows of the floor, each [features], dBm, NaN where not heard.</param>
    /// <param name="chosen">The features to order.</param>
    /// <returns>
    /// A chain: it starts with the first of <paramref name="chosen"/> and goes on with the feature whose level correlates
    /// most with the one before.
    /// </returns>
    public static int[] Chain(IReadOnlyList<float[]> fingerprints, IReadOnlyList<int> chosen)
    {
        if (chosen.Count == 0)
            return [];
        double[][] standardised = [.. chosen.Select(feature => Standardise(fingerprints, feature))];
        List<int> rest = [.. Enumerable.Range(1, chosen.Count - 1)];
        List<int> chain = [0];
        while (rest.Count > 0)
        {
            double[] last = standardised[chain[^1]];
            int next = rest.MaxBy(i => System.Numerics.Tensors.TensorPrimitives.Dot<double>(last, standardised[i]));
            rest.Remove(next);
            chain.Add(next);
        }
        return [.. chain.Select(i => chosen[i])];
    }

    static double[] Standardise(IReadOnlyList<float[]> fingerprints, int feature)
    {
        double[] levels = [.. fingerprints.Select(row => (double)FingerprintImage.Level(row[feature]))];
        double mean = levels.Average();
        double deviation = Math.Sqrt(levels.Sum(level => (level - mean) * (level - mean)));
        return [.. levels.Select(level => (level - mean) / Math.Max(deviation, 1e-9))];
    }
}
