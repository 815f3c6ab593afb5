using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>Finds the access points that a survey did not hear and that scans hear now.</summary>
static class LateAccessPoints
{
    /// <summary>The most that are kept beside the survey's, so that passing phones' hotspots cannot fill a model.</summary>
    public const int Maximum = 1024;

    const int FewestScans = 3;
    const double FewestShare = 0.01;

    /// <summary>The index with the radios added that enough of a floor's scans hear; BSSIDs of one radio share a feature.</summary>
    /// <param name="index">The index so far; its features keep their numbers.</param>
    /// <param name="surveyFeatures">How many of them the survey heard.</param>
    /// <param name="scans">Scans that are taken for the site's own.</param>
    /// <param name="floorOf">Each scan's floor; -1 where it is not known.</param>
    /// <param name="free">Features whose access points have long gone: these numbers are given away first.</param>
    /// <returns>The index, and the numbers of the radios that came.</returns>
    public static (AccessPointIndex Index, int[] Came) Extend(
        AccessPointIndex index, int surveyFeatures, IReadOnlyList<Scan> scans, IReadOnlyList<int> floorOf, IReadOnlyList<int> free)
    {
        HashSet<string> known = [.. index.Features.SelectMany(feature => feature.Members)];
        // Before radios are looked for among them: passing phones may send thousands of names once each.
        HashSet<string> often = [.. scans.SelectMany(scan => scan.Readings).GroupBy(reading => reading.AccessPoint)
            .Where(heard => heard.Count() >= FewestScans && !known.Contains(heard.Key)).Select(heard => heard.Key)];
        Scan[] unknown = [.. scans.Select(scan =>
            scan with { Readings = [.. scan.Readings.Where(reading => often.Contains(reading.AccessPoint))] })];
        AccessPointIndex found = AccessPointIndex.Build(unknown);
        bool[] isOften = new bool[found.Count];
        foreach (IGrouping<int, Scan> floor in Enumerable.Range(0, unknown.Length).Where(i => floorOf[i] >= 0).GroupBy(i => floorOf[i], i => unknown[i]))
        {
            int[] heard = new int[found.Count];
            foreach (Scan scan in floor)
                foreach ((int feature, float dbm) in Training.LocalizerTrainer.Read(found, scan).Index())
                    heard[feature] += float.IsNaN(dbm) ? 0 : 1;
            double enough = Math.Max(FewestScans, FewestShare * floor.Count());
            for (int feature = 0; feature < heard.Length; feature++)
                isOften[feature] |= heard[feature] >= enough;
        }
        AccessPointFeature[] came =
        [
            .. found.Features.Where((_, feature) => isOften[feature])
                .OrderByDescending(feature => feature.ScansHeard)
                .ThenBy(feature => feature.Members[0], StringComparer.Ordinal)
                .Take(Maximum - (index.Count - surveyFeatures) + free.Count),
        ];
        int[] numbers = [.. free.Concat(Enumerable.Range(index.Count, came.Length)).Take(came.Length)];
        List<AccessPointFeature> features = [.. index.Features];
        for (int i = 0; i < came.Length; i++)
        {
            if (numbers[i] < features.Count)
                features[numbers[i]] = came[i];
            else
                features.Add(came[i]);
        }
        return (new(features), numbers);
    }
}
