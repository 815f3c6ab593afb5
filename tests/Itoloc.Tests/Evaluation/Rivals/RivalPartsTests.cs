using Itoloc.Evaluation;
using Itoloc.Evaluation.Rivals;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation.Rivals;

/// <summary>The parts of the rivals, each beside what is known of it.</summary>
public sealed class RivalPartsTests
{
    [Fact]
    public void AffinityPropagation_FindsTwoCrowds()
    {
        (double, double)[] points = [(0, 0), (0.2, 0), (0, 0.3), (9, 9), (9.1, 9), (9, 9.2), (9.2, 9.1)];

        int[] clusters = AffinityPropagation.Cluster(points);

        Assert.Single(clusters[..3].Distinct());
        Assert.Single(clusters[3..].Distinct());
        Assert.NotEqual(clusters[0], clusters[3]);
    }

    [Fact]
    public void AffinityPropagation_PutsEqualPointsTogether() =>
        Assert.Single(AffinityPropagation.Cluster([(1, 1), (1, 1), (1, 1)]).Distinct());

    [Fact]
    public void PartialLeastSquares_IsExact_WhereTheOutputIsLinear()
    {
        var random = new Random(3);
        double[][] inputs = [.. Enumerable.Range(0, 12).Select(_ =>
            (double[])[.. Enumerable.Range(0, 3).Select(_ => random.NextDouble())])];
        double[] outputs = [.. inputs.Select(x => 2 + 3 * x[0] - x[1] + 0.5 * x[2])];

        var fit = PartialLeastSquares.Fit(inputs, outputs, 3);

        Assert.Equal(2 + 3 * 0.3 - 0.9 + 0.5 * 0.1, fit.Predict([0.3, 0.9, 0.1]), 1e-6);
    }

    [Fact]
    public void PartialLeastSquares_GivesTheMean_WithoutComponents() =>
        Assert.Equal(4, PartialLeastSquares.Fit([[1, 2], [3, 4]], [3, 5], 0).Predict([9, 9]), 1e-9);

    [Fact]
    public void GaussianProcess_FollowsSamples_AndIsUnsureFarAway()
    {
        (double, double)[] places = [.. Enumerable.Range(0, 12).Select(i => ((double)i, 0.0))];
        double[] levels = [.. Enumerable.Range(0, 12).Select(i => -50.0 - 2 * i)];
        var process = new GaussianProcess(places, levels);

        Assert.InRange(process.At((5.5, 0)).Mean, -63, -59);
        Assert.True(process.At((5.5, 0)).Deviation < 2.5);
        Assert.True(process.At((200, 0)).Deviation > 5.9);
    }

    [Fact]
    public void Stack_EqualsItsDefinition()
    {
        float[] row = [-40, float.NaN, -70, -70, -55];
        float[] levels = [-40, PointStatistics.Silence, -70, -70, -55];

        Assert.Equal(levels.Select(a => levels.Sum(b => Math.Max(0, a - b))), Will.Stack(row), (a, b) => Math.Abs(a - b) < 1e-3f);
    }

    [Fact]
    public void Assignment_EqualsTheBestOfAllPermutations()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 20; trial++)
        {
            double[,] cost = new double[5, 6];
            foreach (int r in Enumerable.Range(0, 5))
                foreach (int c in Enumerable.Range(0, 6))
                    cost[r, c] = random.Next(20);
            int[] columns = Assignment.Solve(cost);

            Assert.Equal(5, columns.Distinct().Count());
            Assert.Equal(Best(cost, 0, 0), columns.Select((c, r) => cost[r, c]).Sum());
        }

        static double Best(double[,] cost, int row, int taken) => row == 5 ? 0 : Enumerable.Range(0, 6)
            .Where(c => (taken & 1 << c) == 0).Min(c => cost[row, c] + Best(cost, row + 1, taken | 1 << c));
    }

    [Fact]
    public void Betweenness_CountsTheWaysThroughAVertex()
    {
        // A path of five: the middle lies on 2·2, its neighbours on 1·3 of the ways.
        var path = new ZoneGraph(5, [(0, 1), (1, 2), (2, 3), (3, 4)]);

        Assert.Equal([0, 3, 4, 3, 0], path.Betweenness());
        Assert.Equal([10, 7, 6, 7, 10], path.Remoteness());
    }

    [Fact]
    public void Betweenness_SharesWaysOfOneLength()
    {
        var square = new ZoneGraph(4, [(0, 1), (1, 2), (2, 3), (3, 0)]);

        Assert.Equal([0.5, 0.5, 0.5, 0.5], square.Betweenness());
    }

    [Fact]
    public void RoomMapping_FindsRoomsAgain_WhateverTheirNumbers()
    {
        // A corridor 0-1-2 with one, two and three rooms on its stretches.
        (int, int)[] edges = [(0, 1), (1, 2), (0, 3), (1, 4), (1, 5), (2, 6), (2, 7), (2, 8)];
        int[] renumbered = [4, 8, 2, 0, 1, 3, 5, 6, 7];
        var plan = new ZoneGraph(9, edges);
        var rooms = new ZoneGraph(9, edges.Select(e => (renumbered[e.Item1], renumbered[e.Item2])));

        int[] mapped = RoomMapping.Map(rooms, plan, 3);

        foreach (int bone in (int[])[0, 1, 2])
            Assert.Equal(bone, mapped[renumbered[bone]]);
        Assert.Equal(3, mapped[renumbered[3]]);
    }

    [Fact]
    public void KMeans_FindsCentres() => Assert.Equal(
        [0.5f, 10.5f],
        KMeans.Centres([[0], [1], [10], [11]], 2, 3, new Random(1)).Select(c => c[0]).Order());

    [Fact]
    public void Representative_IsTheMatrixItself_WhereItHasOneRow()
    {
        // GᵀG of one row g has the one eigenvalue |g|² with the eigenvector g/|g|; v = |g|·g, times width/values = 1.
        float[] vector = Representative.Of([3, 0, 4], 3);

        Assert.Equal([15, 0, 20], vector, (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void PlaceVote_AnswersOnTheHeaviestFloor()
    {
        ReferencePoint[] points = [new("b", "0", "x", 0, 0, []), new("b", "1", "y", 4, 0, []), new("b", "1", "z", 0, 8, [])];

        var answer = PlaceVote.Estimate(points, [new(0, 1), new(1, 0.9), new(2, 0.3)]);

        Assert.Equal(("1", "y", 3.0, 2.0), (answer.Floor, answer.Region, answer.X!.Value, answer.Y!.Value));
    }

    [Fact]
    public void Largest_GivesTheLowerNumberFirst_AmongEquals() =>
        Assert.Equal([1, 2, 0], PlaceVote.Largest([1.0, 5, 5], 3).Select(w => w.Point));

    [Fact]
    public void SurveyTuner_KeepsTheStandard_WhereNothingIsGained()
    {
        var survey = ToyBuilding.Survey(1);

        Assert.Equal(1, SurveyTuner.Choose(survey, (int[])[1, 2, 3], Same, new()));
        static Func<int, ILocalizer> Same(IReadOnlyList<Scan> rest) => _ => new Middle();
    }

    [Fact]
    public void Survey_JoinsPointsWithFewRows()
    {
        Scan At(double x) => new() { X = x, Y = 0, Readings = [new("02:00:00:00:00:00", -50)] };
        var survey = FingerprintSurvey.Of([At(0), At(0), At(0), At(0), At(9), At(9), At(9), At(9), At(1)], minimumRows: 2);

        Assert.Equal([5, 4], survey.Points.Select(p => p.Rows.Length).Order().Reverse());
        Assert.Equal(0.2, survey.Points.Min(p => p.X), 1e-9);
    }

    sealed class Middle : ILocalizer
    {
        public IReadOnlyList<LocationEstimate> Locate(IReadOnlyList<Scan> scans) =>
            [.. scans.Select(_ => new LocationEstimate { Known = true, Building = "b", Floor = "0", X = 4, Y = 3 })];
    }
}
