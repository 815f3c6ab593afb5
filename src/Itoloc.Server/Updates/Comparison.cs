using Itoloc.Fingerprints;
using Itoloc.Server.Models;

namespace Itoloc.Server.Updates;

/// <summary>How a model does on scans whose place nobody knows, and on survey scans that it was not made of.</summary>
/// <param name="Version">Which.</param>
/// <param name="KnownShare">Share of the scans taken for this site's, 0 to 1.</param>
/// <param name="Confidence">Mean confidence of the answers to those.</param>
/// <param name="HalvesApart">
/// Metres between the answers to the two halves of what a scan heard, mean: a model that believes what is no longer true
/// contradicts itself.
/// </param>
/// <param name="SurveyError">Mean error in metres on the survey scans.</param>
sealed record ModelScore(int Version, double KnownShare, double? Confidence, double? HalvesApart, double? SurveyError);

/// <summary>Two models on the same scans.</summary>
/// <param name="Scans">Live scans looked at.</param>
/// <param name="SurveyScans">Survey scans looked at: those received after both models were made.</param>
/// <param name="SameFloor">Share of the scans known to both that both put on one floor.</param>
/// <param name="MetresApart">Between the two answers on one floor, mean.</param>
/// <param name="Active">The model that answers, or the one that was asked for to compare against.</param>
/// <param name="Other">The other one.</param>
sealed record ComparisonResponse(
    int Scans, int SurveyScans, double? SameFloor, double? MetresApart, ModelScore Active, ModelScore Other)
{
    /// <summary>What says that the other one is worse: watched, it would not be promoted. Null when nothing does.</summary>
    public string? Objection => ShadowVerdict.Objection(this);
}

/// <summary>Compares two models on the same scans, without anybody being answered by it.</summary>
static class Comparison
{
    /// <summary>Fewer access points cannot be halved.</summary>
    const int FewestReadings = 6;

    /// <summary>Compares.</summary>
    /// <param name="active">The model that answers.</param>
    /// <param name="other">Another.</param>
    /// <param name="scans">Live scans.</param>
    /// <param name="survey">Labelled scans that neither was made of.</param>
    public static ComparisonResponse Of(ServedModel active, ServedModel other, IReadOnlyList<Scan> scans, IReadOnlyList<Scan> survey)
    {
        IReadOnlyList<LocationEstimate> first = active.Localizer.Locate(scans), second = other.Localizer.Locate(scans);
        var both = first.Zip(second).Where(pair => pair.First.Known && pair.Second.Known).ToList();
        var together = both.Where(pair => IsOneFloor(pair.First, pair.Second)).ToList();
        (double?[] firstHalves, double?[] secondHalves) = (HalvesApart(active, scans), HalvesApart(other, scans));
        // Only where both have an opinion on both halves: otherwise the one that knows less would look the surer.
        bool[] isFair = [.. firstHalves.Zip(secondHalves, (a, b) => a is not null && b is not null)];
        return new(
            scans.Count, survey.Count, Share(together.Count, both.Count), Mean(together.Select(pair => Metres(pair.First, pair.Second))),
            Score(active, first, firstHalves, isFair, survey), Score(other, second, secondHalves, isFair, survey));
    }

    static ModelScore Score(
        ServedModel model, IReadOnlyList<LocationEstimate> answers, double?[] halves, bool[] isFair, IReadOnlyList<Scan> survey) => new(
            model.Version, Share(answers.Count(answer => answer.Known), answers.Count) ?? 0,
            Mean(answers.Where(answer => answer.Confidence is not null).Select(answer => answer.Confidence!.Value)),
            Mean(halves.Where((_, i) => isFair[i]).Select(apart => apart!.Value)),
            SurveyError(model, survey));

    // An answer on another floor, or none, is as wrong as the survey is wide.
    static double? SurveyError(ServedModel model, IReadOnlyList<Scan> survey)
    {
        double wide = model.Localizer.Rows.Max(row => row.X) - model.Localizer.Rows.Min(row => row.X);
        return Mean(model.Localizer.Locate([.. survey.Select(scan => scan.WithoutLabels())]).Zip(survey, (answer, truth) =>
            answer is { Known: true, X: double x, Y: double y } && answer.Floor == truth.Floor && answer.Building == truth.Building
                ? Math.Sqrt(Math.Pow(x - truth.X!.Value, 2) + Math.Pow(y - truth.Y!.Value, 2))
                : wide));
    }

    static double?[] HalvesApart(ServedModel model, IReadOnlyList<Scan> scans)
    {
        IReadOnlyList<LocationEstimate> even = model.Localizer.Locate([.. scans.Select(scan => Half(scan, 0))]);
        IReadOnlyList<LocationEstimate> odd = model.Localizer.Locate([.. scans.Select(scan => Half(scan, 1))]);
        return [.. even.Zip(odd, (a, b) => a.Known && b.Known && IsOneFloor(a, b) ? Metres(a, b) : (double?)null)];
    }

    // By address, not by strength: both halves hold loud and soft ones.
    static Scan Half(Scan scan, int rest) => scan with
    {
        Readings = scan.Readings.Count < FewestReadings ? []
            : [.. scan.Readings.OrderBy(reading => reading.AccessPoint, StringComparer.Ordinal).Where((_, i) => i % 2 == rest)],
    };

    static bool IsOneFloor(LocationEstimate a, LocationEstimate b) => a.Building == b.Building && a.Floor == b.Floor;

    static double Metres(LocationEstimate a, LocationEstimate b) =>
        Math.Sqrt(Math.Pow(a.X!.Value - b.X!.Value, 2) + Math.Pow(a.Y!.Value - b.Y!.Value, 2));

    static double? Share(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, 3);

    static double? Mean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Length == 0 ? null : Math.Round(all.Average(), 3);
    }
}
