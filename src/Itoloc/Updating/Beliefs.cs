namespace Itoloc.Updating;

/// <summary>Which known access points are still there, and how much louder or softer they have become.</summary>
/// <remarks>
/// Everything is counted place by place, so that a thousand scans of one spot say no more than one place can.
/// </remarks>
sealed class Beliefs
{
    /// <summary>Heard in less than this share of where and how often the survey heard it: gone. Half of the scans may feign to hear it.</summary>
    const double AliveShare = 0.5;

    /// <summary>Places' worth of expected hearing without which nothing is said about an access point.</summary>
    const double EnoughPlaces = 1;

    /// <summary>Places that count as much as the expectation that nothing has changed.</summary>
    const double PriorPlaces = 5;

    /// <summary>A change that differs from place to place by more than this, in dB: it stands elsewhere now.</summary>
    const double MovedDb = 11;

    /// <summary>Weaker than this, hearing and not hearing mix, and the mean of those heard says little; dBm.</summary>
    const float ClearDbm = -90;

    readonly Range _features;
    readonly double[][] _expected;
    readonly double[][] _meanDbm;

    /// <summary>Learns where the survey, or earlier scans, heard what.</summary>
    /// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
    /// <param name="placeOfRow">Each row's place.</param>
    /// <param name="places">Number of places.</param>
    /// <param name="features">The features that are looked at, counted from the start; the others are left alone.</param>
    public Beliefs(IReadOnlyList<float[]> fingerprints, int[] placeOfRow, int places, Range features)
    {
        _features = features;
        (_expected, _meanDbm) = Average(fingerprints, placeOfRow, places);
    }

    /// <summary>Compares later scans with that.</summary>
    /// <param name="fingerprints">Each [features], dBm, NaN where not heard.</param>
    /// <param name="placeOfScan">Each scan's most likely place; −1 = not counted.</param>
    /// <param name="believed">[features]; changed in place where the scans say enough.</param>
    /// <param name="offsetsDb">[features]; changed in place likewise.</param>
    public void Revise(IReadOnlyList<float[]> fingerprints, int[] placeOfScan, bool[] believed, float[] offsetsDb)
    {
        (double[][] heard, double[][] meanDbm) = Average(fingerprints, placeOfScan, _expected.Length);
        bool[] visited = new bool[heard.Length];
        foreach (int place in placeOfScan)
            if (place >= 0)
                visited[place] = true;
        List<double> changes = [];
        for (int f = _features.Start.Value; f < _features.End.Value; f++)
        {
            double expected = 0, common = 0;
            changes.Clear();
            for (int place = 0; place < heard.Length; place++)
            {
                double e = _expected[place][f];
                if (!visited[place] || e == 0)
                    continue;
                expected += e * e;
                common += e * Math.Min(heard[place][f], e);
                if (e > 0.5 && heard[place][f] > 0 && _meanDbm[place][f] > ClearDbm)
                    changes.Add(meanDbm[place][f] - _meanDbm[place][f]);
            }
            if (expected < EnoughPlaces)
                continue;
            changes.Sort();
            bool isMoved = changes.Count >= PriorPlaces && Spread(changes) > MovedDb;
            believed[f] = common >= AliveShare * expected && !isMoved;
            offsetsDb[f] = changes.Count == 0 || !believed[f] ? 0
                : (float)(changes[changes.Count / 2] * changes.Count / (changes.Count + PriorPlaces));
        }
    }

    // Half the distance between the quartiles, as a standard deviation of a normal distribution.
    static double Spread(List<double> sorted) => (sorted[3 * sorted.Count / 4] - sorted[sorted.Count / 4]) / 1.349;

    (double[][] Heard, double[][] MeanDbm) Average(IReadOnlyList<float[]> fingerprints, int[] placeOf, int places)
    {
        int[] scans = new int[places];
        double[][] heard = [.. Enumerable.Range(0, places).Select(_ => new double[_features.End.Value])];
        double[][] sums = [.. Enumerable.Range(0, places).Select(_ => new double[_features.End.Value])];
        for (int n = 0; n < fingerprints.Count; n++)
        {
            int place = placeOf[n];
            if (place < 0)
                continue;
            scans[place]++;
            for (int f = _features.Start.Value; f < _features.End.Value; f++)
            {
                if (float.IsNaN(fingerprints[n][f]))
                    continue;
                heard[place][f]++;
                sums[place][f] += fingerprints[n][f];
            }
        }
        for (int place = 0; place < places; place++)
        {
            for (int f = _features.Start.Value; f < _features.End.Value; f++)
            {
                sums[place][f] = heard[place][f] == 0 ? double.NaN : sums[place][f] / heard[place][f];
                heard[place][f] = scans[place] == 0 ? 0 : heard[place][f] / scans[place];
            }
        }
        return (heard, sums);
    }
}
