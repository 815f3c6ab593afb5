using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>How unlike the survey a scan may be and still be taken for one of the site.</summary>
static class KnownDistanceLimit
{
    const int Samples = 500;
    const double Quantile = 0.995;
    const double Margin = 1.2;
    const double Highest = 0.9;

    /// <summary>
    /// Compares survey scans, varied as other phones would hear them, with the rest of the survey: the limit is a little
    /// above the distance that nearly all of them keep.
    /// </summary>
    /// <returns>A Sørensen distance, 0 to 0.9.</returns>
    public static double Fit(IReadOnlyList<float[]> fingerprints, int seed)
    {
        Random random = new(seed);
        RadioMap map = new(fingerprints);
        Augmentation other = new();
        float[] varied = new float[fingerprints[0].Length];
        int step = Math.Max(1, fingerprints.Count / Samples);
        List<double> distances = [];
        for (int row = 0; row < fingerprints.Count; row += step)
        {
            other.Apply(fingerprints[row], varied, random);
            // The scan itself is among its neighbours; its next one is what another visit would find.
            distances.Add(map.Nearest(varied, 2)[^1].Distance);
        }
        distances.Sort();
        return Math.Min(Highest, Margin * distances[Math.Min(distances.Count - 1, (int)(Quantile * distances.Count))]);
    }
}
