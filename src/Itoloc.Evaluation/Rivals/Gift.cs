using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>GIFT: whether levels rise or fall from one scan to the next tells where a walker goes.</summary>
/// <remarks>
/// <para>
/// Shu et al., IEEE TIE 63(4), 2016 (its abstract, and others' accounts): the signs of the differences between places,
/// by a t-test, and a particle filter over the walk; 80 % within 5.6 m. The levels themselves are not used. Given: the
/// labelled scans, and <b>more than the other methods</b>: the scans to be answered are taken as one walk, in the order
/// in which they come. Where they are no walk it is at a loss, and it throws away what every other method uses, so
/// that plain k-NN beats it wherever phones are alike.
/// </para>
/// <para>
/// Ours: a thousand particles go from reference point to reference point, no inertial sensors needed: from one scan to
/// the next a particle stays (one in five) or goes as far as a walker can at 1.5 m/s by the scans' times, twice the
/// spacing of the points at least; one in fifty is put anywhere. Scans more than 30 s apart are of two walks, each begun
/// anywhere. What was heard two, four and six scans before is compared with now: at most 240 access points, a change of
/// more than 4 dB being a sign; on the map the mean levels must differ by that too, and by Welch's test at 0.1. Equal
/// signs have a chance of 0.6, opposite ones 0.1, a sign against none 0.3; log-likelihoods count 0.4, access points
/// being no independent witnesses. The mean of the particles on the fullest floor answers. Nothing is tuned during a
/// run.
/// </para>
/// </remarks>
sealed class Gift : IMethod
{
    const int MaximumColumns = 240;

    public string Name => "gift";

    public string Description =>
        "signs of the changes from scan to scan, filtered as a walk: uses the order of the scans (GIFT, 2016)";

    public string Tuning => "nothing";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var fingerprints = FingerprintSurvey.Of(survey, MaximumColumns);
        return new(new Follower(fingerprints, new GradientWalk(fingerprints), context.Seed));
    }

    /// <summary>Answers scans as walks; declines one that hears nothing of the survey, and follows on over it.</summary>
    sealed class Follower(FingerprintSurvey survey, GradientWalk map, int seed) : ILocalizer
    {
        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans)
        {
            float[][] rows = [.. scans.Select(survey.Read)];
            int[] heard = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i].Any(dbm => !float.IsNaN(dbm)))];
            double[][] crowds = map.Follow(
                [.. heard.Select(i => rows[i])], [.. heard.Select(i => scans[i].Time)], new Random(seed));
            var answers = new LocationEstimate[scans.Count];
            Array.Fill(answers, LocationEstimate.Unknown);
            for (int n = 0; n < heard.Length; n++)
                answers[heard[n]] = PlaceVote.Estimate(survey.Points, crowds[n].Select((count, point) => new WeightedPoint(point, count)));
            return answers;
        }
    }
}
