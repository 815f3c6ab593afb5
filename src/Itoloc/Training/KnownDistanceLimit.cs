using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>How unlike the survey a scan may be and still be taken for one of the site.</summary>
static class KnownDistanceLimit
{
    const int Samples = 500;
    const double Quantile = 0.98;

    /// <summary>Another phone, after up to three fifths of the access points have gone.</summary>
    static readonly Augmentation MuchLater = new() { DropOut = 0.6 };

    /// <summary>
    /// Varies survey scans as another phone would hear them much later, and compares them with the survey: the limit is
    /// the distance that 98 % of them keep.
    /// </summary>
    /// <returns>A Sørensen distance, 0 to 1.</returns>
    public static double Fit(RadioMap map, IReadOnlyList<float[]> fingerprints, int seed)
    {
        Random random = new(seed);
        float[] varied = new float[fingerprints[0].Length];
        int step = Math.Max(1, fingerprints.Count / Samples);
        List<double> distances = [];
        for (int row = 0; row < fingerprints.Count; row += step)
        {
            MuchLater.Apply(fingerprints[row], varied, random);
            // The scan itself is among its neighbours; its next one is what another visit would find.
            distances.Add(map.Nearest(varied, 2)[^1].Distance);
        }
        distances.Sort();
        return distances[(int)(Quantile * (distances.Count - 1))];
    }
}
