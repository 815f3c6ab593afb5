namespace Itoloc.Evaluation.Rivals;

/// <summary>An undirected graph of zones, with the measures by which WILL tells its vertices apart.</summary>
sealed class ZoneGraph
{
    readonly HashSet<int>[] _neighbours;

    /// <summary>Makes a graph.</summary>
    /// <param name="vertices">Number of vertices.</param>
    /// <param name="edges">Pairs of vertices; loops and repeats are passed over.</param>
    public ZoneGraph(int vertices, IEnumerable<(int From, int To)> edges)
    {
        _neighbours = [.. Enumerable.Range(0, vertices).Select(_ => new HashSet<int>())];
        foreach (var (from, to) in edges.Where(edge => edge.From != edge.To))
        {
            _neighbours[from].Add(to);
            _neighbours[to].Add(from);
        }
    }

    /// <summary>Number of vertices.</summary>
    public int Count => _neighbours.Length;

    /// <summary>The vertices next to one.</summary>
    public IReadOnlySet<int> Neighbours(int vertex) => _neighbours[vertex];

    /// <summary>How many shortest ways lead through each vertex, ways of several kinds shared. Brandes 2001.</summary>
    public double[] Betweenness()
    {
        double[] between = new double[Count];
        for (int source = 0; source < Count; source++)
        {
            var (order, _, ways, before) = Search(source);
            double[] dependency = new double[Count];
            foreach (int w in Enumerable.Reverse(order))
            {
                foreach (int v in before[w])
                    dependency[v] += ways[v] / ways[w] * (1 + dependency[w]);
                if (w != source)
                    between[w] += dependency[w] / 2;
            }
        }
        return between;
    }

    /// <summary>Sum of the steps from each vertex to all others; one that cannot be reached counts all
    /// vertices.</summary>
    public double[] Remoteness() =>
        [.. Enumerable.Range(0, Count).Select(source => Search(source).Steps.Sum(s => s < 0 ? Count : (double)s))];

    /// <summary>The vertices that can be reached from one without passing through others of a set, the set's among
    /// them.</summary>
    public HashSet<int> Around(int start, IReadOnlySet<int> borders)
    {
        HashSet<int> reached = [];
        Stack<int> open = new([start]);
        while (open.TryPop(out int vertex))
        {
            foreach (int next in _neighbours[vertex])
            {
                if (next != start && reached.Add(next) && !borders.Contains(next))
                    open.Push(next);
            }
        }
        return reached;
    }

    (List<int> Order, int[] Steps, double[] Ways, List<int>[] Before) Search(int source)
    {
        int[] steps = new int[Count];
        Array.Fill(steps, -1);
        double[] ways = new double[Count];
        List<int>[] before = [.. Enumerable.Range(0, Count).Select(_ => new List<int>())];
        List<int> order = [source];
        (steps[source], ways[source]) = (0, 1);
        for (int i = 0; i < order.Count; i++)
        {
            foreach (int next in _neighbours[order[i]].Order())
            {
                if (steps[next] < 0)
                {
                    steps[next] = steps[order[i]] + 1;
                    order.Add(next);
                }
                if (steps[next] != steps[order[i]] + 1)
                    continue;
                ways[next] += ways[order[i]];
                before[next].Add(order[i]);
            }
        }
        return (order, steps, ways, before);
    }
}
