namespace Itoloc.Evaluation.Rivals;

/// <summary>Clusters without their number being given, by messages between items. Frey and Dueck 2007.</summary>
static class AffinityPropagation
{
    const int Rounds = 40;
    const double Damping = 0.6;

    /// <summary>Finds clusters of points of the plane.</summary>
    /// <param name="points">At least one; alike are two that stand near: −squared distance.</param>
    /// <returns>For each point the number of the point that stands for its cluster.</returns>
    public static int[] Cluster(IReadOnlyList<(double X, double Y)> points)
    {
        int n = points.Count;
        double[,] similarity = Similarities(points), responsibility = new double[n, n], availability = new double[n, n];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < n; i++)
                UpdateResponsibilities(i, n, similarity, responsibility, availability);
            for (int k = 0; k < n; k++)
                UpdateAvailabilities(k, n, responsibility, availability);
        }
        int[] exemplars = [.. Enumerable.Range(0, n).Where(k => responsibility[k, k] + availability[k, k] > 0)];
        if (exemplars.Length == 0)
            exemplars = [Enumerable.Range(0, n).MaxBy(k => Enumerable.Range(0, n).Sum(i => similarity[i, k]))];
        // The nearest exemplar, and the first of those that stand in one place.
        return [.. Enumerable.Range(0, n).Select(i => exemplars.MaxBy(k => k == i ? 0 : Math.Round(similarity[i, k], 6)))];
    }

    static double[,] Similarities(IReadOnlyList<(double X, double Y)> points)
    {
        int n = points.Count;
        double[,] similarity = new double[n, n];
        List<double> all = [];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                double dx = points[i].X - points[k].X, dy = points[i].Y - points[k].Y;
                // A trifle that differs from pair to pair keeps equal points from passing messages for ever.
                similarity[i, k] = -(dx * dx + dy * dy) - 1e-9 * ((31 * i + 17 * k) % 101);
                if (i < k)
                    all.Add(similarity[i, k]);
            }
        }
        double preference = all.Count == 0 ? 0 : Quantile.Of([.. all.Order()], 0.5);
        for (int k = 0; k < n; k++)
            similarity[k, k] = preference;
        return similarity;
    }

    static void UpdateResponsibilities(int i, int n, double[,] similarity, double[,] responsibility, double[,] availability)
    {
        double first = double.NegativeInfinity, second = double.NegativeInfinity;
        int best = -1;
        for (int k = 0; k < n; k++)
        {
            double value = availability[i, k] + similarity[i, k];
            if (value > first)
                (second, first, best) = (first, value, k);
            else
                second = Math.Max(second, value);
        }
        for (int k = 0; k < n; k++)
        {
            double rival = k == best ? second : first;
            if (double.IsNegativeInfinity(rival))
                rival = 0;
            responsibility[i, k] = Damping * responsibility[i, k] + (1 - Damping) * (similarity[i, k] - rival);
        }
    }

    static void UpdateAvailabilities(int k, int n, double[,] responsibility, double[,] availability)
    {
        double support = 0;
        for (int i = 0; i < n; i++)
            support += i == k ? 0 : Math.Max(0, responsibility[i, k]);
        for (int i = 0; i < n; i++)
        {
            double value = i == k ? support : Math.Min(0, responsibility[k, k] + support - Math.Max(0, responsibility[i, k]));
            availability[i, k] = Damping * availability[i, k] + (1 - Damping) * value;
        }
    }
}
