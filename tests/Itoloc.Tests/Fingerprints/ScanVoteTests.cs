using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class ScanVoteTests
{
    const float No = float.NaN;

    [Fact]
    public void Votes_AreTheDefinition_OnRandomScans()
    {
        Random random = new(5);
        EvidenceMap.Sample[] samples =
        [
            .. Enumerable.Range(0, 60).Select(i => new EvidenceMap.Sample(Draw(random, i % 3 == 0 ? 9 : 14), i % 8, 0.25f + random.NextSingle())),
        ];
        float[] query = Draw(random, 14), remaining = [.. Enumerable.Range(0, 14).Select(f => f % 3 == 0 ? 1 : random.NextSingle())];

        float[] votes = new ScanVote(samples, 8).Ask(query, remaining);

        Assert.All(Definition(samples, 8, query, remaining).Zip(votes), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void Votes_TellWhatIsHeardTogether_WhereMeansAreTheSame()
    {
        // Either access point is loud half of the time at both points, at point 0 both at once.
        EvidenceMap.Sample[] samples =
        [
            new([-40, -40, -60], 0, 1), new([-80, -80, -60], 0, 1), new([-40, -80, -60], 1, 1), new([-80, -40, -60], 1, 1),
        ];

        Assert.True(new ScanVote(samples, 2).Ask([-42, -41, -60], [1, 1, 1])[0] > 0.99f);
        Assert.True(new ScanVote(samples, 2).Ask([-42, -79, -60], [1, 1, 1])[1] > 0.99f);
    }

    [Fact]
    public void Votes_HoldNothingAgainstAScan_ThatTheAccessPointsItHeardHaveGone()
    {
        EvidenceMap.Sample[] samples = [new([-50, -70, -60, -60], 0, 1), new([-55, -68, No, No], 1, 1)];

        float[] gone = new ScanVote(samples, 2).Ask([-50, -70, No, No], [1, 1, 0, 0]);
        float[] there = new ScanVote(samples, 2).Ask([-50, -70, No, No], [1, 1, 1, 1]);

        Assert.True(gone[0] > 0.99f);
        Assert.True(there[1] > 0.99f);
    }

    [Fact]
    public void Votes_AreZero_WhereNobodyVotes() => Assert.Equal([0f, 0f], new ScanVote([], 2).Ask([-50], [1]));

    [Fact]
    public void Votes_SumToOne_WhereNothingIsHeard() =>
        Assert.Equal([0.2f, 0.8f], new ScanVote([new([-50], 0, 0.5f), new([-60], 1, 1)], 2).Ask([No], [1]));

    static float[] Draw(Random random, int features) =>
        [.. Enumerable.Range(0, features).Select(_ => random.Next(3) == 0 ? No : -100 + 70 * random.NextSingle())];

    // As the class says it, one scan and one access point after the other.
    static double[] Definition(EvidenceMap.Sample[] samples, int points, float[] query, float[] remaining)
    {
        double[] votes = new double[points];
        foreach ((float[] fingerprint, int point, float weight) in samples)
        {
            double apart = 0, sum = 0;
            for (int f = 0; f < fingerprint.Length; f++)
            {
                double asked = Level(query[f]), surveyed = Level(fingerprint[f]) * (float.IsNaN(query[f]) ? remaining[f] : 1);
                apart += Math.Abs(asked - surveyed);
                sum += asked + surveyed;
            }
            votes[point] += weight * weight * Math.Exp(-apart / sum / 0.0125);
        }
        return [.. votes.Select(vote => vote / votes.Sum())];
    }

    static double Level(float dbm) => float.IsNaN(dbm) ? 0 : Math.Pow((dbm + 106) / 106, Math.E);
}
