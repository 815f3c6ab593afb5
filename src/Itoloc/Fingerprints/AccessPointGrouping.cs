namespace Itoloc.Fingerprints;

/// <summary>
/// Finds the identifiers that belong to one radio. Candidates are BSSIDs equal but for the last hex digit and the U/L
/// bit; the survey decides: heard together, the same radio shows the same level under each name.
/// </summary>
/// <remarks>
/// The two bands of one access point are candidates too, and kept apart by their levels. The limits come from the
/// surveys of csu-het and the first of mtloc: there the differences within a radio spread by 1 to 2.5 dB around less
/// than 1 dB (once 2.6), those between radios by 4 to 8 dB or around more than 5 dB.
/// </remarks>
static class AccessPointGrouping
{
    /// <summary>Scans in common that are enough, however much oftener each is heard alone.</summary>
    const int EnoughScans = 20;

    /// <summary>
    /// Scans in common without which nothing can be said, even if the rarer one is seldom heard without the other.
    /// </summary>
    const int FewestScans = 3;

    /// <summary>The most that the levels of one radio's names differ on average, in dB.</summary>
    const double LargestOffset = 3;

    /// <summary>The most that the difference spreads (standard deviation), in dB.</summary>
    const double LargestSpread = 3;

    /// <summary>A spread that one radio heard twice within a scan shows anyway, in dB.</summary>
    const double MeasurementSpread = 2;

    /// <summary>
    /// The groups, members in ordinal order, ordered by first member; an identifier without company is a group.
    /// </summary>
    public static IReadOnlyList<string[]> Group(IReadOnlyList<Scan> survey)
    {
        var scansHeard = new Dictionary<string, int>();
        var pairs = new Dictionary<(string, string), PairStatistics>();
        foreach (Scan scan in survey) Count(scan, scansHeard, pairs);

        Dictionary<string, List<string>> groupOf =
            scansHeard.Keys.ToDictionary(name => name, name => new List<string> { name });
        // Best supported pairs first; a group takes another only if none of its members contradicts.
        foreach ((string a, string b) in pairs.Keys.OrderByDescending(pair => pairs[pair].Scans)
            .ThenBy(pair => pair.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Item2, StringComparer.Ordinal))
        {
            List<string> ofA = groupOf[a], ofB = groupOf[b];
            if (ofA == ofB || IsOneRadio(a, b) != true) continue;
            if (ofA.Any(one => ofB.Any(other => IsOneRadio(one, other) == false))) continue;
            ofA.AddRange(ofB);
            foreach (string member in ofB) groupOf[member] = ofA;
        }
        return [.. groupOf.Values.Distinct().Select(group => (string[])[.. group.Order(StringComparer.Ordinal)])
            .OrderBy(group => group[0], StringComparer.Ordinal)];

        bool? IsOneRadio(string a, string b) =>
            pairs.TryGetValue(Ordered(a, b), out PairStatistics? pair)
                ? pair.IsOneRadio(Math.Min(scansHeard[a], scansHeard[b])) : null;
    }

    static void Count(Scan scan, Dictionary<string, int> scansHeard, Dictionary<(string, string), PairStatistics> pairs)
    {
        foreach (Reading reading in scan.Readings)
            scansHeard[reading.AccessPoint] = scansHeard.GetValueOrDefault(reading.AccessPoint) + 1;
        foreach (var family in scan.Readings.GroupBy(reading => Bssid.RadioFamily(reading.AccessPoint)))
        {
            if (family.Key is null) continue;
            Reading[] members = [.. family.OrderBy(reading => reading.AccessPoint, StringComparer.Ordinal)];
            for (int i = 0; i < members.Length; i++)
                for (int j = i + 1; j < members.Length; j++)
                {
                    (string, string) pair = (members[i].AccessPoint, members[j].AccessPoint);
                    if (!pairs.TryGetValue(pair, out PairStatistics? statistics)) pairs.Add(pair, statistics = new());
                    statistics.Add(members[i].RssiDbm, members[j].RssiDbm);
                }
        }
    }

    static (string, string) Ordered(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);

    /// <summary>The levels of two identifiers in the scans that hear both.</summary>
    sealed class PairStatistics
    {
        double _sumA;
        double _sumB;
        double _squaresA;
        double _squaresB;
        double _squaresDifference;

        public int Scans { get; private set; }

        public void Add(double a, double b)
        {
            Scans++;
            _sumA += a;
            _sumB += b;
            _squaresA += a * a;
            _squaresB += b * b;
            _squaresDifference += (a - b) * (a - b);
        }

        /// <param name="scansOfRarer">How often the one less heard was heard at all.</param>
        /// <returns>Null when the survey cannot tell.</returns>
        public bool? IsOneRadio(int scansOfRarer)
        {
            if (Scans < EnoughScans && (Scans < FewestScans || 2 * Scans < scansOfRarer)) return null;
            double difference = Variance(_sumA - _sumB, _squaresDifference);
            // Two radios that do not follow each other: the variance of the difference is the sum of their own.
            double unrelated = Variance(_sumA, _squaresA) + Variance(_sumB, _squaresB);
            return Math.Abs(_sumA - _sumB) <= LargestOffset * Scans
                && difference <= LargestSpread * LargestSpread
                && difference <= Math.Max(MeasurementSpread * MeasurementSpread, unrelated / 2);
        }

        double Variance(double sum, double squares) => Math.Max(0, squares / Scans - sum / Scans * (sum / Scans));
    }
}
