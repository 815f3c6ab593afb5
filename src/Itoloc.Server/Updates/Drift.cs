using Itoloc.Fingerprints;
using Itoloc.Server.Locate;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Updates;

/// <summary>What has changed in a region since its survey, as far as phones' scans tell.</summary>
/// <param name="Building">The building.</param>
/// <param name="Floor">The floor.</param>
/// <param name="Region">The region; null = the floor as a whole.</param>
/// <param name="Scans">Recent scans answered there.</param>
/// <param name="Expected">Access points that the survey heard there in at least half of its scans.</param>
/// <param name="Vanished">Those of them that are hardly heard any more.</param>
/// <param name="Moved">Those that are heard far louder or softer than the others would let expect.</param>
/// <param name="New">Access points that the survey did not know and many scans hear.</param>
/// <param name="Confidence">Mean confidence of recent answers.</param>
/// <param name="ConfidenceBefore">Mean confidence of earlier answers.</param>
/// <param name="UnfamiliarPhones">Phones that hear everything far louder or softer than the survey did.</param>
/// <param name="Resurvey">Whether a new survey here is due; why, in one line. Null when not.</param>
sealed record RegionDrift(
    string? Building, string? Floor, string? Region, int Scans, int Expected, IReadOnlyList<string> Vanished,
    IReadOnlyList<string> Moved, IReadOnlyList<string> New, double? Confidence, double? ConfidenceBefore, int UnfamiliarPhones,
    string? Resurvey);

/// <summary>What has changed at a site since its model was made.</summary>
/// <param name="Model">The model's version.</param>
/// <param name="Scans">Recent scans looked at.</param>
/// <param name="UnknownShare">Share of them that were not taken for this site's.</param>
/// <param name="IsSeen">Whether it has changed enough that an update is worth trying.</param>
/// <param name="Regions">Region by region, where enough scans were taken.</param>
sealed record DriftResponse(int Model, int Scans, double UnknownShare, bool IsSeen, IReadOnlyList<RegionDrift> Regions);

/// <summary>Compares recent scans with the survey, region by region.</summary>
sealed class Drift
{
    /// <summary>Fewer scans of a region tell nothing.</summary>
    const int FewestScans = 30;

    /// <summary>Fewer hearings of an access point, or of anything by a phone, tell nothing.</summary>
    const int FewestHearings = 10;

    /// <summary>Heard in under this share of how often the survey heard it: vanished.</summary>
    const double VanishedShare = 0.2;

    /// <summary>Softer ones come and go from phone to phone, in dBm.</summary>
    const double ClearDbm = -80;

    /// <summary>A change against the other access points of more than this has a cause of its own, in dB.</summary>
    const double MovedDb = 10;

    /// <summary>A phone that differs from the survey's by more than this is of another kind, in dB.</summary>
    const double UnfamiliarDb = 8;

    /// <summary>Heard in at least this share of the scans: there to stay.</summary>
    const double NewShare = 0.3;

    /// <summary>Shares of changed access points from which on to update, and to survey again.</summary>
    const double UpdateShare = 0.15, ResurveyShare = 0.3;

    /// <summary>Falls of confidence from which on to update, and to survey again.</summary>
    const double UpdateFall = 0.1, ResurveyFall = 0.2;

    readonly Localizer _model;
    readonly Dictionary<Place, Heard> _survey;

    /// <summary>Learns what the survey heard where.</summary>
    public Drift(Localizer model)
    {
        _model = model;
        _survey = model.Rows.Index()
            .GroupBy(row => new Place(row.Item.Building, row.Item.Floor, row.Item.Region))
            .ToDictionary(group => group.Key, group => Heard.Of([.. group.Select(row => model.Fingerprints[row.Index])]));
    }

    /// <summary>Compares.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="recent">Recent scans with their answers.</param>
    /// <param name="before">Earlier ones, for their confidence.</param>
    public DriftResponse Of(int version, IReadOnlyList<QueryScan> recent, IReadOnlyList<QueryScan> before)
    {
        Dictionary<Place, double> confidences = before.Where(scan => scan is { Known: true, Confidence: not null }).GroupBy(PlaceOf)
            .Where(group => group.Count() >= FewestScans).ToDictionary(group => group.Key, group => group.Average(scan => scan.Confidence!.Value));
        RegionDrift[] regions = [.. recent.Where(scan => scan.Known).GroupBy(PlaceOf)
            .Where(group => group.Count() >= FewestScans && _survey.ContainsKey(group.Key))
            .OrderBy(group => group.Key.ToString(), StringComparer.Ordinal)
            .Select(group => Compare(group.Key, [.. group], confidences.TryGetValue(group.Key, out double earlier) ? earlier : null))];
        return new(
            version, recent.Count, recent.Count == 0 ? 0 : Math.Round((double)recent.Count(scan => !scan.Known) / recent.Count, 3),
            regions.Any(region => ChangedShare(region) >= UpdateShare || Fall(region) >= UpdateFall), regions);
    }

    RegionDrift Compare(Place place, QueryScan[] scans, double? confidenceBefore)
    {
        Heard survey = _survey[place];
        Scan[] read = [.. scans.Select(UnlabelledScans.ScanOf)];
        float[][] fingerprints = [.. read.Select(Fingerprint)];
        Heard now = Heard.Of(fingerprints);
        int[] expected = [.. Enumerable.Range(0, survey.Share.Length).Where(f => survey.Share[f] >= 0.5)];
        int[] common = [.. expected.Where(f => now.Share[f] * scans.Length >= FewestHearings)];
        double usual = Median([.. common.Select(f => now.Dbm[f] - survey.Dbm[f])]);
        RegionDrift drift = new(
            place.Building, place.Floor, place.Region, scans.Length, expected.Length,
            Names(expected.Where(f => survey.Dbm[f] > ClearDbm && now.Share[f] < VanishedShare * survey.Share[f])),
            Names(common.Where(f => Math.Abs(now.Dbm[f] - survey.Dbm[f] - usual) > MovedDb)),
            NewIn(read),
            Rounded(scans.Average(scan => scan.Confidence)), Rounded(confidenceBefore),
            UnfamiliarPhones(scans, fingerprints, survey), null);
        return drift with { Resurvey = Reason(drift) };
    }

    static string? Reason(RegionDrift drift) =>
        ChangedShare(drift) >= ResurveyShare
            ? $"{drift.Vanished.Count} of {drift.Expected} access points vanished, {drift.Moved.Count} moved"
        : Fall(drift) >= ResurveyFall
            ? FormattableString.Invariant($"confidence fell from {drift.ConfidenceBefore:0.00} to {drift.Confidence:0.00}")
        : null;

    static double ChangedShare(RegionDrift drift) =>
        drift.Expected == 0 ? 0 : (double)drift.Vanished.Union(drift.Moved).Count() / drift.Expected;

    static double Fall(RegionDrift drift) => (drift.ConfidenceBefore - drift.Confidence) ?? 0;

    string[] NewIn(Scan[] scans)
    {
        HashSet<string> known = [.. _model.Index.Features.SelectMany(feature => feature.Members)];
        return [.. scans.SelectMany(scan => scan.Readings).Select(reading => reading.AccessPoint).Where(id => !known.Contains(id))
            .CountBy(id => id).Where(count => count.Value >= NewShare * scans.Length).Select(count => count.Key)
            .Order(StringComparer.Ordinal)];
    }

    static int UnfamiliarPhones(QueryScan[] scans, float[][] fingerprints, Heard survey) => scans.Zip(fingerprints)
        .Where(pair => pair.First.Device is not null)
        .GroupBy(pair => pair.First.Device, pair => pair.Second)
        .Count(phone =>
        {
            double[] offsets = [.. phone.SelectMany(row => row.Select((dbm, f) => dbm - survey.Dbm[f]).Where(double.IsFinite))];
            return offsets.Length >= FewestHearings && Math.Abs(Median(offsets)) > UnfamiliarDb;
        });

    float[] Fingerprint(Scan scan)
    {
        float[] fingerprint = new float[_model.Index.Count];
        _model.Index.Read(scan, fingerprint);
        return fingerprint;
    }

    string[] Names(IEnumerable<int> features) => [.. features.Select(f => _model.Index.Features[f].Members[0])];

    static Place PlaceOf(QueryScan scan) => new(scan.Building, scan.Floor, scan.Region);

    static double Median(double[] values)
    {
        if (values.Length == 0)
            return 0;
        Array.Sort(values);
        return values[values.Length / 2];
    }

    static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;

    sealed record Place(string? Building, string? Floor, string? Region);

    /// <summary>How often each access point is heard, 0 to 1, and how loud on average, dBm; NaN where never.</summary>
    sealed record Heard(double[] Share, double[] Dbm)
    {
        public static Heard Of(float[][] fingerprints)
        {
            int features = fingerprints[0].Length;
            (double[] share, double[] dbm) = (new double[features], new double[features]);
            for (int f = 0; f < features; f++)
            {
                double[] heard = [.. fingerprints.Select(row => (double)row[f]).Where(double.IsFinite)];
                share[f] = (double)heard.Length / fingerprints.Length;
                dbm[f] = heard.Length == 0 ? double.NaN : heard.Average();
            }
            return new(share, dbm);
        }
    }
}
