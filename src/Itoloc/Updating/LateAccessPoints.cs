using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>Finds the access points that a survey did not hear and that scans hear now.</summary>
static class LateAccessPoints
{
    /// <summary>The most that are kept beside the survey's, so that passing phones' hotspots cannot fill a model.</summary>
    public const int Maximum = 1024;

    const int FewestScans = 3;
    const double FewestShare = 0.01;

    /// <summary>The index with the radios added that enough of the scans hear; BSSIDs of one radio share a feature.</summary>
    /// <param name="index">The index so far; its features keep their numbers.</param>
    /// <param name="surveyFeatures">How many of them the survey heard.</param>
    /// <param name="scans">Scans that are taken for the site's own.</param>
    public static AccessPointIndex Extend(AccessPointIndex index, int surveyFeatures, IReadOnlyList<Scan> scans)
    {
        HashSet<string> known = [.. index.Features.SelectMany(feature => feature.Members)];
        Scan[] unknown = [.. scans.Select(scan =>
            scan with { Readings = [.. scan.Readings.Where(reading => !known.Contains(reading.AccessPoint))] })];
        double enough = Math.Max(FewestScans, FewestShare * scans.Count);
        return new(
        [
            .. index.Features,
            .. AccessPointIndex.Build(unknown).Features
                .Where(feature => feature.ScansHeard >= enough)
                .OrderByDescending(feature => feature.ScansHeard)
                .ThenBy(feature => feature.Members[0], StringComparer.Ordinal)
                .Take(Maximum - (index.Count - surveyFeatures)),
        ]);
    }
}
