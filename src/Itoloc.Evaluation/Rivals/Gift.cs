using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>GIFT: whether levels rise or fall from one scan to the next tells where a walker goes.</summary>
/// <remarks>
/// <para>
/// Shu et al., IEEE TIE 63(4), 2016 (its abstract, and others' accounts): the signs of the differences between places,
/// by a t-test, and a particle filter over the walk; 80 % within 5.6 m. The levels themselves are not used. Given: the
/// labelled scans, and <b>more than the other methods</b>: the scans to be answered are taken as one walk, in the order
/// in which they come. Where they are no walk it is at a loss, and it throws away what every other method uses, so
/// that plain
/// k-NN beats it wherever phones are alike.
/// </para>
/// <para>
/// Ours: a thousand particles go from reference point to reference point, no inertial sensors needed: from one scan to
/// the next a particle stays (one in two) or goes at most twice the spacing of the points, and one in fifty is put
/// anywhere. What was heard three and six scans before is compared with now: at most 40 access points, a change of more
/// than 4 dB being a sign; the map's sign is by a t-test at 0.1 as between single scans. Equal signs have a chance of
/// 0.6, opposite ones 0.1, a sign against none 0.3; log-likelihoods count a quarter, access points being no independent
/// witnesses. Nothing is tuned.
/// </para>
/// </remarks>
sealed class Gift : IMethod
{
    const int MaximumColumns = 40, Candidates = 3;

    public string Name => "gift";

    public string Description =>
        "signs of the changes from scan to scan, filtered as a walk: uses the order of the scans (GIFT, 2016)";

    public string Tuning => "nothing";

    public bool IsDeterministic => false;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var fingerprints = FingerprintSurvey.Of(survey, MaximumColumns);
        var map = new GradientWalk(fingerprints);
        return new(new PointLocalizer(fingerprints, rows => map.Follow(rows, Candidates, new Random(context.Seed))));
    }
}
