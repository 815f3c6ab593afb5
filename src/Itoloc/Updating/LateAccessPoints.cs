using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>Finds the access points that a survey did not hear and that scans hear now.</summary>
static class LateAccessPoints
{
    /// <summary>The most that are kept beside the survey's, so that passing phones' hotspots cannot fill a model.</summary>
    public const int Maximum = 1024;

    const int FewestScans = 3;
    const double FewestShare = 0.01;

    /// <summary>The index with the radios added that enough of a floor's scans hear by one name or another; BSSIDs of one radio share a feature.</summary>
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
        // Name by name, before radios are looked for among them: passing phones may send thousands of names once each.
        HashSet<string> often = [.. Enumerable.Range(0, scans.Count).Where(i => floorOf[i] >= 0).GroupBy(i => floorOf[i], i => scans[i])
            .SelectMany(floor => floor.SelectMany(scan => scan.Readings).CountBy(reading => reading.AccessPoint)
                .Where(heard => heard.Value >= Math.Max(FewestScans, FewestShare * floor.Count())).Select(heard => heard.Key))
            .Where(name => !known.Contains(name))];
        Scan[] unknown = [.. scans.Select(scan =>
            scan with { Readings = [.. scan.Readings.Where(reading => often.Contains(reading.AccessPoint))] })];
        AccessPointFeature[] came =
        [
            .. AccessPointIndex.Build(unknown).Features
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
