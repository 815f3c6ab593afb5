using Itoloc.Evaluation.Figures;

namespace Itoloc.Tests.Evaluation.Figures;

public sealed class TSneTests
{
    const int OfABlob = 25;

    // Two clouds in ten dimensions, six deviations apart.
    static float[][] Blobs()
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(0, 2 * OfABlob).Select(i => (float[])[.. Enumerable.Range(0, 10).Select(
                _ => (float)(random.NextDouble() + (i < OfABlob ? 0 : 2)))]),
        ];
    }

    [Fact]
    public void Embed_KeepsTwoBlobsApart()
    {
        var places = TSne.Embed(Blobs(), 10, seed: 1);

        double Distance(int i, int j) => Math.Pow(places[i].X - places[j].X, 2) + Math.Pow(places[i].Y - places[j].Y, 2);
        Assert.All(Enumerable.Range(0, places.Length), i =>
        {
            int nearest = Enumerable.Range(0, places.Length).Where(j => j != i).MinBy(j => Distance(i, j));
            Assert.Equal(i < OfABlob, nearest < OfABlob);
        });
        // Not merely neighbours: the gap is wider than a blob.
        var (a, b) = (Centre(places[..OfABlob]), Centre(places[OfABlob..]));
        double gap = Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2);
        Assert.True(gap > 2 * places[..OfABlob].Average(p => Math.Pow(p.X - a.X, 2) + Math.Pow(p.Y - a.Y, 2)));
    }

    [Fact]
    public void Embed_IsTheSameForTheSameSeed() => Assert.Equal(TSne.Embed(Blobs(), 10, 3), TSne.Embed(Blobs(), 10, 3));

    static (double X, double Y) Centre((double X, double Y)[] places) => (places.Average(p => p.X), places.Average(p => p.Y));
}
