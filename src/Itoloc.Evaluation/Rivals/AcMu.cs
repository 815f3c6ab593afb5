using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>AcMu: resting phones are movable reference points, from which the rest of the radio map is
/// regressed.</summary>
/// <remarks>
/// <para>
/// Wu et al., as told in their book of 2018: pins are phones at rest, placed by the walk that ends there (a rigid
/// polyline of steps and headings, matched against the map); for every point and access point a partial least-squares
/// regression from the levels at the pins to the level there, learned on the survey's repeated scans, is given the
/// pins' fresh levels; k-NN (k = 3) answers on the map. Given: labelled scans, then unlabelled ones and, where a
/// protocol has them, the walks (steps and headings) they were taken on.
/// </para>
/// <para>
/// Ours: a pin is at least three scans in a row at rest; samples and components as <see cref="PinRegression"/> has them.
/// <b>Where there are no walks</b>, or nobody stood still on them, pins are placed by WiFi alone: scans whose five nearest points on the latest map lie
/// within 5 m are gathered at the nearest one, and three make a pin; the choice printed says so. A new access point is
/// known at pins only, and compared nowhere else. Nothing but the components is tuned.
/// </para>
/// </remarks>
sealed class AcMu : IMethod
{
    const int Neighbours = 3, NearPoints = 5, LeastScans = 3, LeastPins = 2;
    const double NearMetres = 5;

    public string Name => "acmu";

    public string Description =>
        "the radio map regressed from phones at rest; by WiFi alone where there are no walks (AcMu, 2018)";

    public string Tuning => "components by five-fold cross-validation within the survey";

    public bool IsDeterministic => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var fingerprints = FingerprintSurvey.Of(survey);
        var map = PointMap.Of(fingerprints);
        return Trained(fingerprints, map, map, null);
    }

    static TrainedMethod Trained(FingerprintSurvey survey, PointMap first, PointMap latest, string? note) =>
        new(new Nearest(latest))
        {
            Note = note,
            Update = (scans, context) => Update(survey, first, latest, scans, context),
        };

    static TrainedMethod Update(
        FingerprintSurvey survey, PointMap first, PointMap latest, IReadOnlyList<Scan> scans, MethodContext context)
    {
        var newcomers = first.Newcomers(scans, LeastScans);
        var map = first.Copy(newcomers, float.NaN);
        Pin[] walked = context.Walks.Count > 0 ? [.. WalkPins.Of(context.Walks, latest, map, context.Cancellation)] : [];
        bool byWalks = walked.Length >= LeastPins;
        Pin[] pins = byWalks ? walked : [.. PinsByWifi(latest, map, scans)];
        if (pins.Length < LeastPins)
            return Trained(survey, first, latest, $"{pins.Length} pins: too few, nothing changed");
        int written = new PinRegression(survey, pins).Rewrite(map, context.Cancellation);
        string by = byWalks ? "by their walks" : context.Walks.Count > 0 ? "by WiFi alone: nobody stood still on the walks" : "by WiFi alone, without inertial data";
        return Trained(survey, first, map, $"{pins.Length} pins placed {by}; {written} levels regressed; {newcomers.Count} new access points at pins");
    }

    static IEnumerable<Pin> PinsByWifi(PointMap latest, PointMap map, IReadOnlyList<Scan> scans) =>
        from scan in scans
        let read = latest.Read(scan)
        where read.Heard > 0
        let near = latest.Nearest(read.Levels, NearPoints)
        where near.All(n => latest.Points[n.Point].DistanceTo(latest.Points[near[0].Point]) <= NearMetres)
        group map.Read(scan).Levels by near[0].Point into pin
        where pin.Count() >= LeastScans
        orderby pin.Key
        select new Pin(pin.Key, Mean([.. pin]));

    /// <summary>The mean of several scans' levels.</summary>
    internal static float[] Mean(float[][] scans) =>
        [.. Enumerable.Range(0, scans[0].Length).Select(column => scans.Average(levels => levels[column]))];

    /// <summary>k-NN on the latest map.</summary>
    sealed class Nearest(PointMap map) : ILocalizer
    {
        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) => [.. scans.Select(scan =>
        {
            var (levels, heard) = map.Read(scan);
            return heard == 0 ? LocationEstimate.Unknown : PlaceVote.Estimate(map.Points, map.Nearest(levels, Neighbours));
        })];
    }
}
