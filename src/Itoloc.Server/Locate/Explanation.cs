using Itoloc.Fingerprints;
using Itoloc.Server.Training;

namespace Itoloc.Server.Locate;

/// <summary>What an answer rests on.</summary>
/// <param name="AccessPointsHeard">Access points in the scan.</param>
/// <param name="AccessPointsUsed">Those of them that the model knows.</param>
/// <param name="Nearest">The survey's scans that are most like this one, the most alike first.</param>
/// <param name="Regions">How probable each region is, the most probable first.</param>
sealed record Explanation(
    int AccessPointsHeard, IReadOnlyList<string> AccessPointsUsed, IReadOnlyList<NearestPoint> Nearest,
    IReadOnlyList<RegionShare> Regions)
{
    /// <summary>As many as kNN* asks (docs/evaluation.md): enough to look at.</summary>
    const int Neighbours = 9;

    public static Explanation Of(Answer answer)
    {
        AccessPointIndex index = answer.Model.Localizer.Index;
        HashSet<string> known = [.. index.Features.SelectMany(feature => feature.Members)];
        return new(
            answer.Scan.Readings.Count,
            [.. answer.Scan.Readings.Select(reading => reading.AccessPoint).Where(known.Contains)],
            [.. NearestTo(answer).Select(neighbour =>
            {
                SurveyRow row = answer.Model.Localizer.Rows[neighbour.Row];
                bool hasPlace = row.Floor != Placement.UnplacedFloor;
                return new NearestPoint(
                    row.Building, hasPlace ? row.Floor : null, row.Region, hasPlace ? row.X : null,
                    hasPlace ? row.Y : null,
                    Math.Round(neighbour.Distance, 3));
            })],
            RegionShares(answer));
    }

    /// <summary>How probable each region is, by the model's own word; one of less than a thousandth is left out.</summary>
    public static IReadOnlyList<RegionShare> RegionShares(Answer answer) =>
        [.. answer.Model.Localizer.Regions(answer.Scan)
            .Select(region => new RegionShare(region.Region, Math.Round(region.Probability, 3)))
            .Where(region => region.Share > 0)];

    static RadioMap.Neighbour[] NearestTo(Answer answer)
    {
        float[] fingerprint = new float[answer.Model.Localizer.Index.Count];
        answer.Model.Localizer.Index.Read(answer.Scan, fingerprint);
        return answer.Model.Map.Nearest(fingerprint, Neighbours);
    }
}

/// <summary>A scan of the survey.</summary>
/// <param name="Building">Where it was taken.</param>
/// <param name="Floor">Where it was taken.</param>
/// <param name="Region">Where it was taken.</param>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="Unlikeness">0 for an equal scan, 1 for one with nothing in common.</param>
sealed record NearestPoint(string? Building, string? Floor, string? Region, double? X, double? Y, double Unlikeness);

/// <summary>A region's share.</summary>
/// <param name="Region">The region.</param>
/// <param name="Share">0 to 1.</param>
sealed record RegionShare(string Region, double Share);
