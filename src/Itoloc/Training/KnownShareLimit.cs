namespace Itoloc.Training;

/// <summary>How much of a scan the site must explain for the scan to be taken for one of its own.</summary>
static class KnownShareLimit
{
    const int Samples = 500;
    const double Quantile = 0.02;

    /// <summary>
    /// A very different phone, after up to three fifths of the access points have gone. The levels of two csu-het phones
    /// differ from access point to access point by up to 6 dB, offset apart.
    /// </summary>
    static readonly Augmentation MuchLater = new() { DropOut = 0.6, NoiseDb = 6 };

    /// <summary>
    /// Asks survey scans, as another phone would hear them much later, of the survey without them: the limit is the share
    /// (<see cref="Fingerprints.EvidenceMap.Answer.Explained"/>) that 98 % of them reach. Where that is nothing, for no other
    /// point hears what those hear, they do not tell strangers apart, and the others decide.
    /// </summary>
    /// <returns>0 to 1.</returns>
    public static double Fit(SurveyWithout survey, IReadOnlyList<float[]> fingerprints, int seed)
    {
        Random random = new(seed);
        float[] varied = new float[fingerprints[0].Length];
        int step = Math.Max(1, fingerprints.Count / Samples);
        List<double> shares = [];
        for (int row = 0; row < fingerprints.Count; row += step)
        {
            MuchLater.Apply(fingerprints[row], varied, random);
            if (!Array.TrueForAll(varied, float.IsNaN))
                shares.Add(survey.For(row).Predict(varied).Explained);
        }
        shares.Sort();
        if (Reached() == 0)
            shares.RemoveAll(share => share == 0);
        return Reached();

        double Reached() => shares.Count == 0 ? ModelManifest.UsualKnownShare : shares[(int)(Quantile * (shares.Count - 1))];
    }
}
