namespace Itoloc.Fingerprints;

/// <summary>
/// Which numbers make a fingerprint: the radios that a survey heard, and the identifiers each is known by.
/// </summary>
/// <remarks>
/// One radio often sends several networks, each with a BSSID of its own (virtual access points). They carry the same
/// information; <see cref="Build(IEnumerable{Scan})"/> gives them one feature (<see cref="AccessPointGrouping"/> finds
/// them), <see cref="BuildApart"/> one each, and says which belong to one radio.
/// </remarks>
public sealed class AccessPointIndex
{
    readonly Dictionary<string, int> _featureOf = [];

    /// <summary>The index with these features, as a model file keeps them.</summary>
    /// <exception cref="ArgumentException">An identifier belongs to two features.</exception>
    public AccessPointIndex(IReadOnlyList<AccessPointFeature> features)
    {
        Features = features;
        Radios = [.. Enumerable.Range(0, features.Count)
            .GroupBy(i => features[i].Radio ?? features[i].Members[0]).Select(radio => radio.ToArray())];
        for (int i = 0; i < features.Count; i++)
            foreach (string member in features[i].Members)
                if (!_featureOf.TryAdd(member, i))
                    throw new ArgumentException($"{member} belongs to two features.", nameof(features));
    }

    /// <summary>
    /// Learns the index from a survey. The same scans give the same index, in whatever order each lists its readings.
    /// </summary>
    /// <param name="survey">Scans whose identifiers are canonical, as all readers deliver them.</param>
    public static AccessPointIndex Build(IEnumerable<Scan> survey)
    {
        Scan[] scans = [.. survey];
        return Build(AccessPointGrouping.Group(scans).Select(radio => Bare(radio)), scans);
    }

    /// <summary>Learns an index in which every identifier is a feature of its own, and which of them are one radio.</summary>
    /// <param name="survey">Scans whose identifiers are canonical, as all readers deliver them.</param>
    /// <remarks>
    /// A phone that reports another choice of a radio's networks than the survey's phones is misread by the mean of
    /// those heard: docs/experiments.md.
    /// </remarks>
    public static AccessPointIndex BuildApart(IEnumerable<Scan> survey)
    {
        Scan[] scans = [.. survey];
        return Build(
            AccessPointGrouping.Group(scans)
                .SelectMany(radio => radio.Select(name => Bare([name]) with { Radio = radio[0] }))
                .OrderBy(feature => feature.Members[0], StringComparer.Ordinal),
            scans);
    }

    /// <summary>The features: a survey's in ordinal order of their first member; what came later behind them, or in the place of what came later and went.</summary>
    public IReadOnlyList<AccessPointFeature> Features { get; }

    /// <summary>The radios, each as the features that are its networks, in the order of their first feature.</summary>
    internal int[][] Radios { get; }

    /// <summary>How many numbers a fingerprint has.</summary>
    public int Count => Features.Count;

    /// <summary>Reads a scan's fingerprint. The order of its readings does not matter.</summary>
    /// <param name="scan">Any scan; access points the index does not know are passed over.</param>
    /// <param name="rssiDbm">[<see cref="Count"/>] in dBm, the mean of the members heard; NaN where none is.</param>
    /// <exception cref="ArgumentException">The span's length is not <see cref="Count"/>.</exception>
    public void Read(Scan scan, Span<float> rssiDbm)
    {
        if (rssiDbm.Length != Count)
            throw new ArgumentException($"Expected {Count} features, got room for {rssiDbm.Length}.", nameof(rssiDbm));
        Span<double> sums = Count <= 1024 ? stackalloc double[Count] : new double[Count];
        sums.Clear();
        rssiDbm.Clear(); // holds the numbers of members heard until the end
        foreach (Reading reading in scan.Readings)
            if (_featureOf.TryGetValue(reading.AccessPoint, out int feature))
            {
                sums[feature] += reading.RssiDbm; // exact in double, so that no order can change it
                rssiDbm[feature]++;
            }
        for (int i = 0; i < rssiDbm.Length; i++)
            rssiDbm[i] = rssiDbm[i] == 0 ? float.NaN : (float)(sums[i] / rssiDbm[i]);
    }

    /// <summary>How many of a scan's readings belong to a feature.</summary>
    public int CountKnown(Scan scan) => scan.Readings.Count(reading => _featureOf.ContainsKey(reading.AccessPoint));

    static AccessPointFeature Bare(string[] members) =>
        new() { Members = members, ScansHeard = 0, StrongestDbm = 0, MeanDbm = 0 };

    static AccessPointIndex Build(IEnumerable<AccessPointFeature> bare, Scan[] scans) =>
        new(Describe(new([.. bare]), scans));

    static AccessPointFeature[] Describe(AccessPointIndex index, Scan[] scans)
    {
        var heard = new int[index.Count];
        var strongest = new float[index.Count];
        var sums = new double[index.Count];
        var fingerprint = new float[index.Count];
        Array.Fill(strongest, float.NegativeInfinity);
        foreach (Scan scan in scans)
        {
            index.Read(scan, fingerprint);
            for (int i = 0; i < fingerprint.Length; i++)
            {
                if (float.IsNaN(fingerprint[i])) continue;
                heard[i]++;
                sums[i] += fingerprint[i];
                strongest[i] = Math.Max(strongest[i], fingerprint[i]);
            }
        }
        return [.. index.Features.Select((feature, i) => feature with
        {
            ScansHeard = heard[i],
            StrongestDbm = strongest[i],
            MeanDbm = (float)(sums[i] / heard[i]),
        })];
    }
}
