using FsCheck;
using FsCheck.Fluent;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class LevelMapTests
{
    [Fact]
    public void Distances_AreSorensens_OverWhatIsBelieved() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            Random random = new(seed);
            int features = random.Next(1, 40);
            bool[] believed = [.. Enumerable.Range(0, features).Select(_ => random.Next(3) > 0)];
            float[][] rows = [.. Enumerable.Range(0, 7).Select(_ => Levels(features, random))];
            float[] query = Levels(features, random);

            float[] distances = new LevelMap(rows, believed).Distances(query);

            for (int row = 0; row < rows.Length; row++)
            {
                double difference = 0, sum = 0;
                for (int f = 0; f < features; f++)
                {
                    if (!believed[f])
                        continue;
                    difference += Math.Abs(rows[row][f] - query[f]);
                    sum += rows[row][f] + query[f];
                }
                Assert.Equal(sum == 0 ? 1 : difference / sum, distances[row], 1e-4);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    static float[] Levels(int features, Random random) =>
        [.. Enumerable.Range(0, features).Select(_ => random.Next(2) * 10 * random.NextSingle())];
}
