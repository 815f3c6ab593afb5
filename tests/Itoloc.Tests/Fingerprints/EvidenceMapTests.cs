using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class EvidenceMapTests
{
    const float No = float.NaN;

    [Theory]
    [InlineData(11)]
    [InlineData(70)] // More readings are heard than are believed to be independent.
    public void Posterior_IsTheDefinition_OnRandomMaps(int features)
    {
        Random random = new(4);
        float[][] rows = [.. Enumerable.Range(0, 40).Select(_ => Draw(random, features))];
        int[] pointOf = [.. rows.Select((_, i) => i % 7)];
        (int, int)[] between = [(0, 1), (2, 5), (1, 6)];
        float[] query = Draw(random, features);

        float[] posterior = Map(rows, pointOf, 7, between).Ask(query).Posterior;

        Assert.All(Definition(rows, pointOf, 7, between, query).Zip(posterior), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void Posterior_FindsThePoint_WhateverThePhonesOffset()
    {
        EvidenceMap map = Map([[-50, -60, -70], [-60, -60, -60], [-70, -60, -50]], [0, 1, 2], 3, []);

        float[] posterior = map.Ask([-56, -66, -76]).Posterior;

        Assert.Equal(1, posterior.Sum(), 4);
        Assert.True(posterior[0] > posterior[1] && posterior[1] > posterior[2]);
    }

    [Fact]
    public void Posterior_FindsThePoint_WhereHalfOfTheAccessPointsAreGone()
    {
        EvidenceMap map = Map(
            [[-50, -50, -90, -90, No, No], [-90, -90, -50, -50, No, No], [No, No, No, No, -50, -50]], [0, 1, 2], 3, []);

        Assert.Equal(1, Best(map.Ask([No, -92, No, -51, No, No]).Posterior));
    }

    [Fact]
    public void Posterior_LiesBetweenTwoPoints_WhereTheScanDoes()
    {
        float[][] rows = [[-40, -80, -40, -80], [-80, -40, -80, -40], [-70, -70, -50, -50]];
        float[] counted = Counted(Samples(rows, [0, 1, 2]), 3, [(0, 1)], [-60, -60, -60, -60]);

        Assert.Equal(counted[0], counted[1], 3);
        Assert.True(counted[0] > 2 * counted[2]);
    }

    [Fact]
    public void Posterior_LeansOnNeighbours_WhereAPointWasHardlySurveyed()
    {
        // Point 0's one scan missed feature 1, which points 1 and 2 around it always hear.
        float[][] rows = [[-50, No], [-50, -60], [-50, -60], [-50, No], [-50, No], [-50, No], [-50, No]];
        int[] pointOf = [0, 1, 2, 3, 3, 3, 3];
        float[] posterior = Map(rows, pointOf, 4, [(0, 1), (0, 2)]).Ask([-50, -60]).Posterior;

        Assert.True(posterior[0] > 2 * posterior[3]);
    }

    [Fact]
    public void Posterior_IsEven_WhereNothingSpeaksForAnyPoint()
    {
        float[] posterior = Map([[-50, No], [No, -50]], [0, 1], 2, []).Ask([No, No]).Posterior;

        Assert.Equal(posterior[0], posterior[1], 4);
    }

    [Fact]
    public void Explained_IsHighOnTheSite_StaysWhenAccessPointsGo_AndIsLowForAScanThatFitsNowhere()
    {
        float[][] rows = [.. Enumerable.Range(0, 8).Select(point => Enumerable.Range(0, 16).Select(f => -40f - 10 * Math.Abs(point - f / 2)).ToArray())];
        EvidenceMap map = Map(rows, [.. Enumerable.Range(0, 8)], 8, []);
        float[] half = [.. rows[3].Select((level, f) => f % 2 == 0 ? level : No)];
        float[] shuffled = [.. rows[3].Select((_, f) => rows[3][f * 5 % 16])];

        Assert.True(map.Ask(rows[3]).Explained > 0.8f);
        Assert.True(map.Ask(half).Explained > 0.7f);
        Assert.True(map.Ask(shuffled).Explained < 0.5f);
    }

    [Fact]
    public void Map_CountsASampleInParts_WhereItsPointIsNotSure()
    {
        float[] query = [-61, -72];
        EvidenceMap.Sample[] sure = [new([-60, -70], 0, 1), new([-70, No], 1, 1)];

        float[] whole = Counted([.. sure, new([-62, -74], 1, 1)], 2, [], query);
        float[] halves = Counted([.. sure, new([-62, -74], 1, 0.5f), new([-62, -74], 1, 0.5f)], 2, [], query);
        float[] less = Counted([.. sure, new([-62, -74], 1, 0.5f)], 2, [], query);

        Assert.Equal(whole[1], halves[1], 5);
        Assert.True(less[1] < whole[1]);
    }

    [Fact]
    public void Map_HoldsNothingAgainstAPoint_WhoseSamplesCouldNotHearAFeature()
    {
        // Feature 1 came after both surveys; a later scan at point 0 hears it.
        EvidenceMap unknowing = new([new([-60], 0, 1), new([-60], 1, 1), new([-60, -60], 0, 1)], 2, []);
        EvidenceMap knowing = new([new([-60, No], 0, 1), new([-60], 1, 1), new([-60, -60], 0, 1)], 2, []);

        Assert.True(unknowing.Ask([-60, -60]).Posterior[0] > knowing.Ask([-60, -60]).Posterior[0]);
        Assert.True(unknowing.Ask([-60, No]).Posterior[0] < knowing.Ask([-60, No]).Posterior[0]);
        Assert.InRange(new EvidenceMap([new([-60], 0, 1), new([-60], 1, 1)], 2, []).Ask([-60]).Posterior[0], 0.4999, 0.5001);
    }

    // What the points say, without the fifth that single scans have.
    static float[] Counted(EvidenceMap.Sample[] samples, int points, IReadOnlyList<(int A, int B)> between, float[] query) =>
        new EvidenceMap(samples, points, between).AskPoints(query).Posterior;

    static EvidenceMap Map(float[][] rows, int[] pointOf, int points, IReadOnlyList<(int A, int B)> between) =>
        new(Samples(rows, pointOf), points, between);

    static EvidenceMap.Sample[] Samples(float[][] rows, int[] pointOf) =>
        [.. rows.Zip(pointOf, (row, point) => new EvidenceMap.Sample(row, point, 1))];

    static int Best(float[] posterior) => Array.IndexOf(posterior, posterior.Max());

    static float[] Draw(Random random, int features) =>
        [.. Enumerable.Range(0, features).Select(_ => random.Next(3) == 0 ? No : -100 + 70 * random.NextSingle())];

    // As the class says it, one place, one access point and one offset after the other.
    static double[] Definition(float[][] rows, int[] pointOf, int points, (int A, int B)[] between, float[] query)
    {
        const double outlier = 0.2, silent = 0.8, density = 0.004, deviation = 4.5, prior = 0.6;
        double trust = Math.Min(3, 32.0 / query.Count(dbm => !float.IsNaN(dbm)));
        (double Hears, double Probable, int Offset)[] phones =
        [
            .. from hearing in ((double Share, double Prior)[])[(1, 1), (0.5, 0.1)]
               from k in Enumerable.Range(-4, 9)
               select (hearing.Share, hearing.Prior, 2 * k),
        ];
        double[] posterior = new double[points];
        for (int place = 0; place < points + between.Length; place++)
        {
            (int a, int b) = place < points ? (place, place) : between[place - points];
            double sum = 0;
            foreach ((double hears, double probable, int offset) in phones)
            {
                double evidence = 0;
                for (int f = 0; f < query.Length; f++)
                {
                    (double shareA, double meanA) = Of(a, f);
                    (double shareB, double meanB) = Of(b, f);
                    double scans = (Scans(a) + Scans(b)) / 2, mean = (meanA + meanB) / 2;
                    double hits = scans * (shareA + shareB) / 2, p = hears * (1 - outlier) * (hits + prior / 2) / (scans + prior);
                    double away = query[f] + offset - mean;
                    if (hits == 0)
                        continue;
                    evidence += float.IsNaN(query[f])
                        ? Weight(mean) * Math.Log(1 - p / (1 - outlier + outlier * silent))
                        : Weight(query[f]) * Math.Log(1 + p * Math.Exp(-away * away / (2 * deviation * deviation))
                            / (deviation * Math.Sqrt(2 * Math.PI)) / (outlier * density));
                }
                sum += probable * Math.Exp(trust * evidence - offset * offset / 50.0);
            }
            posterior[a] += sum * (place < points ? 1 : 0.25 / 2);
            posterior[b] += sum * (place < points ? 0 : 0.25 / 2);
        }
        double[] counted = [.. posterior.Select(p => p / posterior.Sum())];
        float[] vote = new ScanVote(Samples(rows, pointOf), points).Ask(query, [.. Enumerable.Range(0, query.Length).Select(Remaining)]);
        return [.. counted.Zip(vote, (p, v) => 0.8 * p + 0.2 * v)];

        // Of an access point that is silent where the scan was taken, as the points say, either it has gone or it is so by chance.
        float Remaining(int f)
        {
            double there = (1 - outlier) * Enumerable.Range(0, points).Sum(point => counted[point] * (1 - Shown(point, f)));
            return (float)(there / (there + outlier * silent));
        }

        double Shown(int point, int f) => Of(point, f).Share == 0
            ? 0
            : (Of(point, f).Share * Scans(point) + prior / 2) / (Scans(point) + prior);

        int Own(int point) => pointOf.Count(p => p == point);

        int[] Near(int point) => [.. between.Where(pair => pair.A == point || pair.B == point).Select(pair => pair.A + pair.B - point)];

        double Scans(int point) => Own(point) + (Near(point).Length > 0 ? 0.5 : 0);

        // The neighbours' scans together weigh as much as half a scan of the point's own.
        (double Share, double Mean) Of(int point, int f)
        {
            (double Weight, float Level)[] heard =
            [
                .. from i in Enumerable.Range(0, rows.Length)
                   where !float.IsNaN(rows[i][f]) && (pointOf[i] == point || Near(point).Contains(pointOf[i]))
                   select (pointOf[i] == point ? 1 : 0.5 / Near(point).Sum(Own), rows[i][f]),
            ];
            double hits = heard.Sum(scan => scan.Weight);
            return hits == 0 ? (0, -104) : (hits / Scans(point), heard.Sum(scan => scan.Weight * scan.Level) / hits);
        }

        static double Weight(double level) => Math.Min(3, Math.Exp((level + 65) / 32));
    }
}
