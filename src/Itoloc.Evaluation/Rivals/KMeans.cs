using System.Numerics.Tensors;

namespace Itoloc.Evaluation.Rivals;

/// <summary>k-means with a spread-out start (Arthur and Vassilvitskii 2007), the best of several.</summary>
static class KMeans
{
    const int Rounds = 20;

    /// <summary>Finds the centres of at most k clusters.</summary>
    /// <param name="items">Vectors of one length; at least one.</param>
    /// <param name="k">Clusters, at least 1; fewer where there are fewer different items.</param>
    /// <param name="starts">How often to begin anew.</param>
    /// <param name="random">The seeded source.</param>
    public static float[][] Centres(IReadOnlyList<float[]> items, int k, int starts, Random random)
    {
        float[][] best = [];
        double least = double.PositiveInfinity;
        for (int start = 0; start < starts; start++)
        {
            var (centres, cost) = Once(items, k, random);
            if (cost < least)
                (best, least) = (centres, cost);
        }
        return best;
    }

    /// <summary>The centre nearest to an item.</summary>
    public static int Nearest(float[][] centres, float[] item)
    {
        int best = 0;
        float least = float.PositiveInfinity;
        for (int i = 0; i < centres.Length; i++)
        {
            float distance = TensorPrimitives.Distance(centres[i], item);
            if (distance < least)
                (least, best) = (distance, i);
        }
        return best;
    }

    static (float[][] Centres, double Cost) Once(IReadOnlyList<float[]> items, int k, Random random)
    {
        float[][] centres = Start(items, k, random);
        int[] labels = new int[items.Count];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < items.Count; i++)
                labels[i] = Nearest(centres, items[i]);
            foreach (var cluster in Enumerable.Range(0, items.Count).GroupBy(i => labels[i]))
                centres[cluster.Key] = Mean([.. cluster.Select(i => items[i])]);
        }
        return (centres, items.Select((item, i) => Math.Pow(TensorPrimitives.Distance(centres[labels[i]], item), 2)).Sum());
    }

    /// <summary>The mean of vectors.</summary>
    public static float[] Mean(IReadOnlyList<float[]> items)
    {
        float[] sum = new float[items[0].Length];
        foreach (float[] item in items)
            TensorPrimitives.Add(sum, item, sum);
        TensorPrimitives.Divide(sum, items.Count, sum);
        return sum;
    }

    static float[][] Start(IReadOnlyList<float[]> items, int k, Random random)
    {
        List<float[]> centres = [[.. items[random.Next(items.Count)]]];
        double[] nearest = [.. Enumerable.Repeat(double.PositiveInfinity, items.Count)];
        while (centres.Count < k)
        {
            for (int i = 0; i < nearest.Length; i++)
                nearest[i] = Math.Min(nearest[i], Math.Pow(TensorPrimitives.Distance(centres[^1], items[i]), 2));
            double total = nearest.Sum();
            if (total <= 0)
                break;
            double drawn = random.NextDouble() * total;
            int chosen = 0;
            for (; chosen < nearest.Length - 1 && drawn >= nearest[chosen]; chosen++)
                drawn -= nearest[chosen];
            centres.Add([.. items[chosen]]);
        }
        return [.. centres];
    }
}
