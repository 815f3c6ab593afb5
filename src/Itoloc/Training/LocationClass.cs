namespace Itoloc.Training;

/// <summary>One of the C places a floor's network can answer: a reference point, or several that stand together.</summary>
/// <param name="X">Metres, mean of its scans.</param>
/// <param name="Y">Metres, mean of its scans.</param>
/// <param name="Region">The region most of its scans name, if any.</param>
public sealed record LocationClass(double X, double Y, string? Region)
{
    /// <summary>The most classes a floor may have; reference points are merged until they fit.</summary>
    public const int Maximum = 256;

    const double SamePointMetres = 0.05;

    // A neighbour is at most this many usual steps away; a step is the mean distance of so many nearest classes.
    const double Reach = 2;
    const int StepNeighbours = 4;

    /// <summary>Distance to another place on the floor, in metres.</summary>
    public double DistanceTo(double x, double y) => Math.Sqrt((X - x) * (X - x) + (Y - y) * (Y - y));

    /// <summary>Finds the class that stands nearest to a place of its floor; the first of equally near ones.</summary>
    /// <param name="classes">The floor's classes, at least one.</param>
    /// <param name="x">Metres.</param>
    /// <param name="y">Metres.</param>
    /// <returns>Its index.</returns>
    public static int Nearest(IReadOnlyList<LocationClass> classes, double x, double y) =>
        Enumerable.Range(0, classes.Count).MinBy(c => classes[c].DistanceTo(x, y));

    /// <summary>Finds the classes that stand close to each class.</summary>
    /// <param name="classes">The floor's classes.</param>
    /// <returns>For each class its neighbours: at most twice as far as the floor's usual step from point to point.</returns>
    public static int[][] Neighbours(IReadOnlyList<LocationClass> classes)
    {
        double[][] sorted = [.. classes.Select(from => classes.Where(to => to != from)
            .Select(to => to.DistanceTo(from.X, from.Y)).Order().Take(StepNeighbours).ToArray())];
        double[] steps = [.. sorted.Where(near => near.Length > 0).Select(near => near.Average()).Order()];
        double reach = steps.Length == 0 ? 0 : Reach * steps[steps.Length / 2];
        return [.. classes.Select(from => Enumerable.Range(0, classes.Count)
            .Where(to => classes[to] != from && classes[to].DistanceTo(from.X, from.Y) <= reach).ToArray())];
    }

    /// <summary>Finds the location classes of a floor and each scan's class.</summary>
    /// <param name="points">Position and region of each scan.</param>
    /// <returns>The classes, and for each scan the index of its class.</returns>
    /// <remarks>
    /// A class is a distinct reference point. Where there are more than <see cref="Maximum"/>, as when scans are taken
    /// while walking, points within a radius of a class's first point join it; the radius grows until the classes fit. Points
    /// of two regions stay apart, or a class would answer the wrong room for some of them, unless regions alone would fill
    /// half of the classes.
    /// </remarks>
    public static (IReadOnlyList<LocationClass> Classes, int[] Labels) Find(
        IReadOnlyList<(double X, double Y, string? Region)> points)
    {
        double radius = SamePointMetres;
        bool isByRegion = points.Select(point => point.Region).Distinct().Count() <= Maximum / 2;
        while (true)
        {
            int[]? labels = Group(points, radius, isByRegion, out int count);
            if (labels is not null)
                return (Summarise(points, labels, count), labels);
            radius = Math.Max(0.5, radius * 1.25);
        }
    }

    // Null when more than the maximum would be needed.
    static int[]? Group(
        IReadOnlyList<(double X, double Y, string? Region)> points, double radius, bool isByRegion, out int count)
    {
        int[] order = [.. Enumerable.Range(0, points.Count).OrderBy(i => points[i].X).ThenBy(i => points[i].Y).ThenBy(i => i)];
        int[] labels = new int[points.Count];
        List<(double X, double Y, string? Region)> leaders = [];
        count = 0;
        foreach (int i in order)
        {
            (double x, double y, string? region) = points[i];
            int leader = leaders.FindIndex(l =>
            {
                double reach = isByRegion && l.Region != region ? SamePointMetres : radius;
                return (l.X - x) * (l.X - x) + (l.Y - y) * (l.Y - y) <= reach * reach;
            });
            if (leader < 0)
            {
                if (leaders.Count == Maximum)
                    return null;
                leader = leaders.Count;
                leaders.Add((x, y, region));
            }
            labels[i] = leader;
        }
        count = leaders.Count;
        return labels;
    }

    static LocationClass[] Summarise(IReadOnlyList<(double X, double Y, string? Region)> points, int[] labels, int count)
    {
        ILookup<int, (double X, double Y, string? Region)> members =
            Enumerable.Range(0, points.Count).ToLookup(i => labels[i], i => points[i]);
        return [.. Enumerable.Range(0, count).Select(c => new LocationClass(
            members[c].Average(p => p.X),
            members[c].Average(p => p.Y),
            members[c].GroupBy(p => p.Region).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key))];
    }
}
