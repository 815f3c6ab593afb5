using Itoloc.Evaluation.Baselines;

namespace Itoloc.Tests.Evaluation;

public sealed class RadioMapTests
{
    const int Columns = 40;

    public static TheoryData<string> Scales =>
        ["dBm from −105", "positive", "powed", "stepped exponential", "exponential"];

    // A share of the columns heard by most rows (dense columns), the others by few (sparse ones).
    static ColumnReading[] RandomRow(Random random) =>
    [
        .. Enumerable.Range(0, Columns).Where(c => random.NextDouble() < (c % 2 == 0 ? 0.6 : 0.04))
            .Select(c => new ColumnReading(c, -100 + 70 * random.NextSingle())),
    ];

    static double[] Levels(ColumnReading[] row, SignalScale scale)
    {
        double[] levels = new double[Columns];
        foreach (var (column, dbm) in row)
            levels[column] = scale.Level(dbm);
        return levels;
    }

    static double Distance(double[] a, double[] b, bool isSorensen) => isSorensen
        ? a.Zip(b, (v, w) => Math.Abs(v - w)).Sum() / (a.Sum() + b.Sum())
        : Math.Sqrt(a.Zip(b, (v, w) => (v - w) * (v - w)).Sum());

    [Theory]
    [MemberData(nameof(Scales))]
    public void FindNearest_FindsWhatTheDefinitionFinds(string name)
    {
        SignalScale[] all =
        [
            SignalScale.DbmAbove105, SignalScale.Positive, SignalScale.Powed, SignalScale.SteppedExponential,
            SignalScale.Exponential,
        ];
        var scale = all.Single(s => s.Name == name);
        var random = new Random(3);
        ColumnReading[][] rows = [.. Enumerable.Range(0, 203).Select(_ => RandomRow(random))];
        var map = new RadioMap(rows, Columns, scale);
        int[] nearest = new int[9];
        for (int i = 0; i < 50; i++)
        {
            ColumnReading[] query = RandomRow(random);
            double[] levels = Levels(query, scale);

            Assert.True(map.FindNearest(query, nearest));

            double[] distances = [.. rows.Select(row => Distance(levels, Levels(row, scale), scale.IsSorensen))];
            var expected = Enumerable.Range(0, rows.Length).OrderBy(row => distances[row]).Take(nearest.Length);
            Assert.Equal(expected, nearest);
        }
    }

    [Fact]
    public void FindNearest_TakesTheLowerRow_WhenRowsAreEqual()
    {
        ColumnReading[] row = [new(0, -50), new(1, -60)];
        int[] nearest = new int[2];

        new RadioMap([[new(1, -90)], row, row, row], 2, SignalScale.Exponential).FindNearest(row, nearest);

        Assert.Equal([1, 2], nearest);
    }

    [Fact]
    public void FindNearest_Declines_WhenNothingKnownIsHeard() =>
        Assert.False(new RadioMap([[new(0, -50)]], 2, SignalScale.Exponential).FindNearest([new(1, -50)], new int[1]));
}
