using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>Answers with weighted reference points; declines a scan that hears nothing of the survey.</summary>
/// <param name="survey">Reads scans, and holds the points.</param>
/// <param name="weigh">
/// The points an answer rests on, for each of several fingerprints in dBm (NaN = not heard); at least one each.
/// </param>
sealed class PointLocalizer(
    FingerprintSurvey survey, Func<IReadOnlyList<float[]>, IReadOnlyList<WeightedPoint[]>> weigh) : ILocalizer
{
    /// <summary>Weighs one fingerprint at a time.</summary>
    public PointLocalizer(FingerprintSurvey survey, Func<float[], WeightedPoint[]> weigh)
        : this(survey, rows => [.. rows.Select(weigh)])
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans)
    {
        float[][] rows = [.. scans.Select(survey.Read)];
        bool[] heard = [.. rows.Select(row => row.Any(dbm => !float.IsNaN(dbm)))];
        var weights = weigh([.. rows.Where((_, i) => heard[i])]);
        int next = 0;
        return [.. heard.Select(isHeard => isHeard
            ? PlaceVote.Estimate(survey.Points, weights[next++])
            : LocationEstimate.Unknown)];
    }
}
