using System.Numerics.Tensors;

namespace Itoloc.Fingerprints;

/// <summary>What every reference point of a site sounds like, and how strongly a scan speaks for each of them.</summary>
/// <remarks>
/// <para>
/// A point has, for every access point, the share of its scans that hear it and their mean level; its neighbours together
/// count as half a scan more, for a few scans tell little. A reading speaks for a point by how probable it is there, as
/// in Horus (Youssef and Agrawala 2005), but compared with mere chance: an access point may have been moved, replaced or
/// switched off since, and then it says nothing. So no reading has the last word, and where half of the access points are
/// gone the others still decide.
/// </para>
/// <para>
/// With p = 1 − <see cref="OutlierShare"/> and a point that hears an access point in a share h of its scans at μ dBm, a
/// reading f adds w(f) · log(1 + p·h·N(f + c; μ, σ²) / chance), and silence w(μ) · log(1 − p·h / (p + silence by chance)).
/// The phone's offset c is summed out, and so is whether it hears all there is or, h halved, lacks a band. Strong signals
/// count more: w(f) = exp((f + 65 dBm) / 32 dB), at most 3.
/// </para>
/// <para>
/// A fifth of the answer is not the points' but the vote of single scans (<see cref="ScanVote"/>). What the points say of
/// where a scan was taken tells which of the access points that it does not hear have gone: those that were always heard there.
/// </para>
/// </remarks>
sealed class EvidenceMap
{
    // Phones differ in a common offset that one scan does not tell: all of these are tried, far ones believed less.
    const int LargestOffsetDb = 8;
    const int OffsetStepDb = 2;
    const int Offsets = 2 * LargestOffsetDb / OffsetStepDb + 1;
    const double OffsetDeviationDb = 5;

    // How much of what others hear a phone hears, and how probable such a phone is: some lack a band.
    static readonly (float Share, float Prior)[] Hearings = [(1, 1), (0.5f, 0.1f)];

    static readonly int Phones = Hearings.Length * Offsets; // numbered by what they hear, then by their offset

    /// <summary>How a level spreads around its mean from scan to scan and, offset apart, from phone to phone, in dB.</summary>
    const double DeviationDb = 4.5;

    /// <summary>How probable it is that an access point has nothing to do with the survey any more.</summary>
    const double OutlierShare = 0.2;

    // Such access points are silent so often, and have any level, per dB, the rest of the time.
    const double OutlierSilence = 0.8;
    const double OutlierDensity = 0.004;

    // How much likelier than by chance a reading is at a point that always hears just that level.
    static readonly double MostGain = (1 - OutlierShare) / (DeviationDb * Math.Sqrt(2 * Math.PI)) / (OutlierShare * OutlierDensity);

    // Scans that are added to a point's own, half of them hearing, so that a few scans make no certainty.
    const double PriorScans = 0.6;

    // A point's neighbours together count as so many scans of its own.
    const float NeighbourScans = 0.5f;

    /// <summary>
    /// Readings are not independent: what they say is believed by an exponent, by which many count as so many. Few count
    /// up to three times, for each was believed cautiously.
    /// </summary>
    const float IndependentReadings = 32, MostTrust = 3;

    // A scan may have been taken between two points; there are several such places for every point.
    const double BetweenPrior = 0.25;

    /// <summary>How much of the answer is what single scans say, not points.</summary>
    const float ScansShare = 0.2f;

    readonly int _points;
    readonly IReadOnlyList<(int A, int B)> _between;
    readonly Reference[] _references;
    readonly ScanVote _vote;

    // [hearings][places]: what a scan says that hears nothing; places are the points, then what lies between two.
    readonly float[][] _silence;
    readonly int _places;

    /// <summary>Builds the map.</summary>
    /// <param name="samples">What was heard where.</param>
    /// <param name="points">Number of points.</param>
    /// <param name="between">Pairs of points that a scan may have been taken halfway between.</param>
    public EvidenceMap(IReadOnlyList<Sample> samples, int points, IReadOnlyList<(int A, int B)> between)
    {
        (_points, _between, _places) = (points, between, points + between.Count);
        _vote = new(samples, points);
        _silence = [.. Hearings.Select(_ => new float[_places])];
        float[] scans = [], lent = [], hits = new float[_places], means = new float[_places];
        HashSet<int> lengths = [.. samples.Select(sample => sample.Fingerprint.Length)];
        _references = new Reference[lengths.DefaultIfEmpty().Max()];
        for (int feature = 0; feature < _references.Length; feature++)
        {
            if (feature == 0 || lengths.Contains(feature))
                (scans, lent) = Scans(samples, feature);
            Count(samples, feature, scans, lent, hits, means);
            int[] heard = [.. Enumerable.Range(0, hits.Length).Where(place => hits[place] > 0)];
            double[] shares = [.. heard.Select(place => (1 - OutlierShare) * (hits[place] + PriorScans / 2) / (scans[place] + PriorScans))];
            _references[feature] = new Reference(
                heard, [.. heard.Select(place => means[place])],
                [.. shares.Select(share => (float)(MostGain * share / (1 - OutlierShare)))],
                [.. Hearings.Select(hearing => shares.Zip(heard, (share, place) => Weight(means[place])
                    * (float)Math.Log(1 - hearing.Share * share / (1 - OutlierShare + OutlierShare * OutlierSilence))).ToArray())]);
            foreach ((int hearing, float[] silence) in _references[feature].Silence.Index())
                for (int i = 0; i < heard.Length; i++)
                    _silence[hearing][heard[i]] += silence[i];
        }
    }

    /// <summary>A fingerprint and where it was taken, or may have been taken.</summary>
    /// <param name="Fingerprint">
    /// [features], dBm, NaN where not heard. Where it is shorter than others, it says nothing of the features behind its end.
    /// </param>
    /// <param name="Point">The point.</param>
    /// <param name="Weight">How probable it is that it was taken there, above 0 to 1.</param>
    public readonly record struct Sample(float[] Fingerprint, int Point, float Weight);

    // How many scans at each place could have heard a feature, and how much of what a neighbour has is lent to each point.
    (float[] Scans, float[] Lent) Scans(IReadOnlyList<Sample> samples, int feature)
    {
        float[] scans = new float[_places], around = new float[_points];
        foreach (Sample sample in samples)
            if (sample.Fingerprint.Length > feature)
                scans[sample.Point] += sample.Weight;
        foreach ((int a, int b) in _between)
            (around[a], around[b]) = (around[a] + scans[b], around[b] + scans[a]);
        float[] lent = [.. around.Select(count => count > 0 ? NeighbourScans / count : 0)];
        Lend(scans, lent);
        for (int pair = 0; pair < _between.Count; pair++)
            scans[_points + pair] = (scans[_between[pair].A] + scans[_between[pair].B]) / 2;
        return (scans, lent);
    }

    // Adds to what each point has what its neighbours lend it.
    void Lend(float[] counts, float[] lent)
    {
        float[] own = counts[.._points];
        foreach ((int a, int b) in _between)
            (counts[a], counts[b]) = (counts[a] + lent[a] * own[b], counts[b] + lent[b] * own[a]);
    }

    // How often and how loudly each place hears a feature; halfway between two points it is half of both.
    void Count(IReadOnlyList<Sample> samples, int feature, float[] scans, float[] lent, float[] hits, float[] means)
    {
        hits.AsSpan().Clear();
        means.AsSpan().Clear();
        foreach ((float[] fingerprint, int point, float weight) in samples)
        {
            if (feature >= fingerprint.Length || float.IsNaN(fingerprint[feature]))
                continue;
            hits[point] += weight;
            means[point] += weight * fingerprint[feature];
        }
        Lend(hits, lent);
        Lend(means, lent);
        for (int point = 0; point < _points; point++)
            means[point] = hits[point] == 0 ? FingerprintImage.WeakestDbm : means[point] / hits[point];
        for (int pair = 0; pair < _between.Count; pair++)
        {
            (int a, int b) = _between[pair];
            means[_points + pair] = (means[a] + means[b]) / 2;
            hits[_points + pair] = scans[_points + pair] * (Share(a) + Share(b)) / 2;
        }

        float Share(int point) => hits[point] == 0 ? 0 : hits[point] / scans[point];
    }

    /// <summary>Where a feature was heard.</summary>
    /// <param name="Places">The places.</param>
    /// <param name="MeansDbm">The mean level at each, dBm.</param>
    /// <param name="Gains">How much likelier than by chance just that level is at each.</param>
    /// <param name="Silence">[hearings]: what not hearing it says of each; below 0.</param>
    readonly record struct Reference(int[] Places, float[] MeansDbm, float[] Gains, float[][] Silence);

    /// <summary>What the map says of a scan.</summary>
    /// <param name="Posterior">
    /// [points], summing to 1: how probable it is that the scan was taken at each, whatever the phone's offset. Half of
    /// what speaks for a place between two points goes to each of them.
    /// </param>
    /// <param name="Explained">
    /// Share of what is heard that its likeliest place explains, 0 to 1. Access points that have gone do not lower it;
    /// readings that do not go together anywhere on the site do.
    /// </param>
    public readonly record struct Answer(float[] Posterior, float Explained);

    /// <summary>Says how probable the points are for a scan, and how well the site explains it at all.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    /// <returns>A fifth of it is the vote of single scans.</returns>
    public Answer Ask(ReadOnlySpan<float> fingerprint)
    {
        (float[] posterior, float explained) = AskPoints(fingerprint);
        float[] vote = _vote.Ask(fingerprint, Remaining(posterior));
        TensorPrimitives.Lerp(posterior, vote, ScansShare, vote);
        return new(vote, explained);
    }

    /// <summary>Says what the points alone say, without the vote of single scans.</summary>
    /// <param name="fingerprint">[features], dBm, NaN where not heard.</param>
    internal Answer AskPoints(ReadOnlySpan<float> fingerprint)
    {
        float[] evidence = Weigh(fingerprint), posterior = new float[_places];
        int best = TensorPrimitives.IndexOfMax<float>(evidence);
        float explained = Explained(fingerprint, best % _places, best / _places);
        TensorPrimitives.Multiply(evidence, Trust(fingerprint), evidence);
        for (int phone = 0; phone < Phones; phone++)
        {
            Span<float> own = evidence.AsSpan(phone * _places, _places);
            TensorPrimitives.Add(own[_points..], (float)Math.Log(BetweenPrior), own[_points..]);
            float offset = Offset(phone), prior = Hearings[phone / Offsets].Prior;
            TensorPrimitives.Add(own, (float)(Math.Log(prior) - offset * offset / (2 * OffsetDeviationDb * OffsetDeviationDb)), own);
        }
        TensorPrimitives.Subtract(evidence, TensorPrimitives.Max<float>(evidence), evidence);
        TensorPrimitives.Exp(evidence, evidence);
        for (int phone = 0; phone < Phones; phone++)
            TensorPrimitives.Add(posterior, evidence.AsSpan(phone * _places, _places), posterior);
        TensorPrimitives.Divide(posterior, TensorPrimitives.Sum<float>(posterior), posterior);
        for (int pair = 0; pair < _between.Count; pair++)
        {
            posterior[_between[pair].A] += posterior[_points + pair] / 2;
            posterior[_between[pair].B] += posterior[_points + pair] / 2;
        }
        return new(posterior[.._points], explained);
    }

    // [features]: how probable it is, by where the scan seems to have been taken, that an access point is still what it was
    // in the survey, were it silent.
    float[] Remaining(float[] posterior) => [.. _references.Select(reference =>
    {
        double heard = 0;
        for (int i = 0; i < reference.Places.Length && reference.Places[i] < _points; i++)
            heard += posterior[reference.Places[i]] * reference.Gains[i] / MostGain;
        double silent = (1 - OutlierShare) * (1 - Math.Min(1, heard));
        return (float)(silent / (silent + OutlierShare * OutlierSilence));
    })];

    static float Trust(ReadOnlySpan<float> fingerprint)
    {
        int heard = 0;
        foreach (float dbm in fingerprint)
            heard += float.IsNaN(dbm) ? 0 : 1;
        return Math.Min(MostTrust, IndependentReadings / Math.Max(1, heard));
    }

    float Explained(ReadOnlySpan<float> fingerprint, int place, int phone)
    {
        // One reading more than there are, that nothing explains: where little is heard, little is proved.
        double heard = Math.Log(1 + MostGain), explained = 0;
        for (int feature = 0; feature < _references.Length; feature++)
        {
            if (float.IsNaN(fingerprint[feature]))
                continue;
            Reference reference = _references[feature];
            float weight = Weight(fingerprint[feature]);
            heard += weight * Math.Log(1 + MostGain);
            int at = Array.BinarySearch(reference.Places, place);
            if (at < 0)
                continue;
            double away = fingerprint[feature] + Offset(phone) - reference.MeansDbm[at];
            explained += weight * Math.Log(1 + Hearings[phone / Offsets].Share * reference.Gains[at] * Math.Exp(-away * away / (2 * DeviationDb * DeviationDb)));
        }
        return (float)(explained / heard);
    }

    static float Offset(int phone) => phone % Offsets * OffsetStepDb - LargestOffsetDb;

    static float Weight(float levelDbm) => MathF.Min(3, MathF.Exp((levelDbm + 65) / 32));

    // [phones · places]: how much the scan speaks for each place. Only what is heard is looked at: silence is known.
    float[] Weigh(ReadOnlySpan<float> fingerprint)
    {
        float[] evidence = new float[Phones * _places], likelier = new float[_places], said = new float[_places];
        for (int phone = 0; phone < Phones; phone++)
            _silence[phone / Offsets].CopyTo(evidence.AsSpan(phone * _places));
        for (int feature = 0; feature < _references.Length; feature++)
        {
            if (float.IsNaN(fingerprint[feature]))
                continue;
            Reference reference = _references[feature];
            float weight = Weight(fingerprint[feature]);
            Span<float> gain = likelier.AsSpan(0, reference.Places.Length), here = said.AsSpan(0, reference.Places.Length);
            for (int k = 0; k < Offsets; k++)
            {
                TensorPrimitives.Subtract(reference.MeansDbm, fingerprint[feature] + Offset(k), gain);
                TensorPrimitives.Multiply(gain, gain, gain);
                TensorPrimitives.Multiply(gain, (float)(-1 / (2 * DeviationDb * DeviationDb)), gain);
                TensorPrimitives.Exp(gain, gain);
                TensorPrimitives.Multiply(gain, reference.Gains, gain);
                for (int hearing = 0; hearing < Hearings.Length; hearing++)
                {
                    TensorPrimitives.Multiply(gain, Hearings[hearing].Share, here);
                    TensorPrimitives.LogP1(here, here);
                    TensorPrimitives.Multiply(here, weight, here);
                    TensorPrimitives.Subtract(here, reference.Silence[hearing], here);
                    Span<float> own = evidence.AsSpan((hearing * Offsets + k) * _places, _places);
                    for (int i = 0; i < here.Length; i++)
                        own[reference.Places[i]] += here[i];
                }
            }
        }
        return evidence;
    }
}
