using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A person's way through a building: from room to room, through doors only.</summary>
static class Route
{
    // Keeps the person's shoulders off the walls: how far a target moves towards the middle of its region.
    const float TowardsTheMiddle = 0.2f;

    /// <summary>Places on an endless walk, the same way from one to the next.</summary>
    /// <param name="scenario">The building.</param>
    /// <param name="seed">Decides the walk.</param>
    /// <param name="metres">Way between two places.</param>
    /// <param name="first">The first place wanted, from 0.</param>
    /// <param name="end">The first place no longer wanted.</param>
    /// <returns>The places, and where the walker looks, in radians counter-clockwise from the x axis.</returns>
    public static IEnumerable<(Vector2 Position, double Heading)> Along(
        Scenario scenario, Seed seed, double metres, int first, int end)
    {
        int place = first;
        double walked = 0;
        foreach ((Vector2 from, Vector2 to) in Legs(WayPoints(scenario, seed)))
        {
            Vector2 way = to - from;
            for (; place < end && place * metres <= walked + way.Length(); place++)
            {
                yield return (
                    from + way * (float)((place * metres - walked) / way.Length()), Math.Atan2(way.Y, way.X));
            }
            if (place >= end)
                yield break;
            walked += way.Length();
        }
    }

    static IEnumerable<(Vector2 From, Vector2 To)> Legs(IEnumerable<Vector2> wayPoints)
    {
        Vector2? previous = null;
        foreach (Vector2 point in wayPoints)
        {
            if (previous is Vector2 from && from != point)
                yield return (from, point);
            previous = point;
        }
    }

    /// <summary>Corner points of an endless walk; consecutive ones can be joined by straight lines.</summary>
    public static IEnumerable<Vector2> WayPoints(Scenario scenario, Seed seed)
    {
        Region here = scenario.Regions[Choose(seed.With("start"), scenario.Regions.Count)];
        yield return PointIn(here, seed.With("start"));
        for (int leg = 0; ; leg++)
        {
            Seed draw = seed.With(leg);
            Region target = scenario.Regions[Choose(draw, scenario.Regions.Count)];
            foreach (Vector2 point in Doors(scenario, here.Name, target.Name))
                yield return point;
            yield return PointIn(target, draw);
            here = target;
        }
    }

    /// <summary>The way points of the doors between two regions, fewest doors first; none within one region.</summary>
    /// <exception cref="ArgumentException">No way leads from one to the other.</exception>
    public static IReadOnlyList<Vector2> Doors(Scenario scenario, string from, string to)
    {
        var reached = new Dictionary<string, List<Vector2>> { [from] = [] };
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out string? here) && !reached.ContainsKey(to))
        {
            foreach (Door door in scenario.Doors)
            {
                if (door.From == here && reached.TryAdd(door.To, [.. reached[here], door.Before, door.Behind]))
                    open.Enqueue(door.To);
                if (door.To == here && reached.TryAdd(door.From, [.. reached[here], door.Behind, door.Before]))
                    open.Enqueue(door.From);
            }
        }
        return reached.TryGetValue(to, out List<Vector2>? way)
            ? way
            : throw new ArgumentException($"No way leads from {from} to {to}.", nameof(to));
    }

    static Vector2 PointIn(Region region, Seed seed)
    {
        Vector2 middle = region.Outline.Aggregate(Vector2.Add) / region.Outline.Count;
        return Vector2.Lerp(Polygon.PointInside(region.Outline, seed), middle, TowardsTheMiddle);
    }

    static int Choose(Seed seed, int count) => (int)(seed.With("region").Uniform() * count);
}
