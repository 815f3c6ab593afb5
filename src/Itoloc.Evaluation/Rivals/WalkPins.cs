namespace Itoloc.Evaluation.Rivals;

/// <summary>AcMu's pins from walks: a place where a phone stands still, found by matching the way on from
/// there.</summary>
/// <remarks>
/// A rest is three scans in a row or more, none more than 0.5 m from the last by dead reckoning; one step is more.
/// The tail, a rigid polyline of the scans after the rest, is turned by −10° … 10° in steps of 2°, its length scaled by
/// 0.85 … 1.15, and laid with its first vertex on every reference point; each vertex takes the nearest point's levels,
/// and the place where the summed distance of levels to the scans is least is the pin's.
/// </remarks>
static class WalkPins
{
    const int LeastRest = 3, MostTail = 8, LeastTail = 3;
    const double StillMetres = 0.5;

    /// <summary>Finds the pins of walks.</summary>
    /// <param name="walks">The walks.</param>
    /// <param name="latest">The map they are matched against.</param>
    /// <param name="map">The map whose access points the pins' levels are over.</param>
    /// <param name="cancellation">Stops the matching.</param>
    public static IEnumerable<Pin> Of(
        IReadOnlyList<Walk> walks, PointMap latest, PointMap map, CancellationToken cancellation)
    {
        var nearest = new NearestPoint(latest);
        var found = new Dictionary<int, List<float[]>>();
        foreach (var walk in walks)
        {
            for (int start = 0; start < walk.Scans.Count;)
            {
                cancellation.ThrowIfCancellationRequested();
                int end = start;
                while (end < walk.Moves.Count && Length(walk.Moves[end]) <= StillMetres)
                    end++;
                if (end - start + 1 >= LeastRest && Place(walk, end, latest, nearest) is { } point)
                {
                    if (!found.TryGetValue(point, out var levels))
                        found.Add(point, levels = []);
                    for (int i = start; i <= end; i++)
                        levels.Add(map.Read(walk.Scans[i]).Levels);
                }
                start = end + 1;
            }
        }
        return found.OrderBy(pin => pin.Key).Select(pin => new Pin(pin.Key, AcMu.Mean([.. pin.Value])));
    }

    // The reference point on which the walk's tail from this scan on fits best; null where the tail is too short.
    static int? Place(Walk walk, int first, PointMap latest, NearestPoint nearest)
    {
        int tail = Math.Min(MostTail, walk.Scans.Count - first);
        if (tail < LeastTail)
            return null;
        var reads = walk.Scans.Skip(first).Take(tail).Select(latest.Read).ToArray();
        if (reads.Any(read => read.Heard == 0))
            return null;
        double[][] distances = [.. reads.Select(read =>
            (double[])[.. Enumerable.Range(0, latest.Points.Count).Select(point => latest.Distance(point, read.Levels))])];
        (int Point, double Cost) best = (0, double.PositiveInfinity);
        for (int degrees = -10; degrees <= 10; degrees += 2)
        {
            foreach (double scale in (double[])[0.85, 1, 1.15])
            {
                var line = Polyline(walk, first, tail, degrees * Math.PI / 180, scale);
                for (int point = 0; point < latest.Points.Count; point++)
                {
                    double cost = Cost(latest, nearest, point, line, distances, best.Cost);
                    if (cost < best.Cost)
                        best = (point, cost);
                }
            }
        }
        return best.Point;
    }

    static (double X, double Y)[] Polyline(Walk walk, int first, int count, double angle, double scale)
    {
        var line = new (double X, double Y)[count];
        for (int i = 1; i < count; i++)
        {
            var (x, y) = walk.Moves[first + i - 1];
            line[i] = (
                line[i - 1].X + scale * (x * Math.Cos(angle) - y * Math.Sin(angle)),
                line[i - 1].Y + scale * (x * Math.Sin(angle) + y * Math.Cos(angle)));
        }
        return line;
    }

    static double Cost(
        PointMap map, NearestPoint nearest, int start, (double X, double Y)[] line, double[][] distances, double limit)
    {
        double cost = 0;
        for (int i = 0; i < line.Length && cost < limit; i++)
        {
            var (point, squared) = nearest.At(map.Points[start].X + line[i].X, map.Points[start].Y + line[i].Y, start);
            // A vertex off the map costs what it is away.
            cost += distances[i][point] + 3 * Math.Max(0, Math.Sqrt(squared) - 2);
        }
        return cost;
    }

    static double Length((double X, double Y) move) => Math.Sqrt(move.X * move.X + move.Y * move.Y);
}
