using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Baselines;

/// <summary>Parts of a survey to hold out in turn, so that options are chosen without any test row.</summary>
/// <param name="HeldOut">What a part is: "device", "month" or "fifth of the points".</param>
/// <param name="Parts">
/// Row numbers of each part; every row is in exactly one. Fewer than two parts: nothing to hold out.
/// </param>
sealed record SurveyParts(string HeldOut, IReadOnlyList<int[]> Parts)
{
    /// <summary>One part a device, else one a month, else five parts of whole points.</summary>
    /// <remarks>
    /// A method that must serve unseen devices or months is tuned on unseen devices or months of the survey. Where
    /// the survey has only one, unseen points are the nearest thing to an unseen scan.
    /// </remarks>
    public static SurveyParts Of(IReadOnlyList<Scan> survey)
    {
        var devices = Split(survey, scan => scan.Device ?? "");
        if (devices.Count > 1)
            return new("device", devices);
        var months = Split(
            survey, scan => scan.Time?.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture) ?? "");
        if (months.Count > 1)
            return new("month", months);
        // Every fifth point in spatial order: neighbours of a held-out point stay, as between the points of a grid.
        var place = survey.Select(PointOf).Distinct().Order().Select((point, i) => (point, part: i % 5))
            .ToDictionary(p => p.point, p => p.part);
        return new("fifth of the points", Split(survey, scan => place[PointOf(scan)]));
    }

    static (string?, string?, double, double) PointOf(Scan scan) =>
        (scan.Building, scan.Floor, scan.X!.Value, scan.Y!.Value);

    static List<int[]> Split<TKey>(IReadOnlyList<Scan> survey, Func<Scan, TKey> partOf) =>
        [.. Enumerable.Range(0, survey.Count).GroupBy(row => partOf(survey[row])).OrderBy(g => g.Key)
            .Select(g => g.ToArray())];
}
