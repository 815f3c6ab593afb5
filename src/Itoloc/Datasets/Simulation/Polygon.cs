using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>Plane polygons given by their corners in order, not closed.</summary>
static class Polygon
{
    /// <summary>The enclosed area, by the shoelace formula.</summary>
    public static double Area(IReadOnlyList<Vector2> corners)
    {
        double twice = 0;
        for (int i = 0; i < corners.Count; i++)
            twice += Vector2.Cross(corners[i], corners[(i + 1) % corners.Count]);
        return Math.Abs(twice) / 2;
    }

    /// <summary>Whether a ray from the point to the right leaves the polygon an odd number of times.</summary>
    /// <remarks>Points on the left and lower edges are inside, on the right and upper ones outside, so polygons that
    /// tile a plane share no point.</remarks>
    public static bool Contains(IReadOnlyList<Vector2> corners, Vector2 point)
    {
        bool inside = false;
        for (int i = 0; i < corners.Count; i++)
        {
            Vector2 a = corners[i], b = corners[(i + 1) % corners.Count];
            if (a.Y > point.Y != b.Y > point.Y && point.X < a.X + (b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y))
                inside = !inside;
        }
        return inside;
    }

    /// <summary>The smallest upright rectangle around the corners.</summary>
    public static (Vector2 Min, Vector2 Max) Bounds(IReadOnlyList<Vector2> corners) =>
        (corners.Aggregate(Vector2.Min), corners.Aggregate(Vector2.Max));

    /// <summary>A point drawn evenly from the inside.</summary>
    public static Vector2 PointInside(IReadOnlyList<Vector2> corners, Seed seed) =>
        PointWhere(corners, point => Contains(corners, point), seed);

    /// <summary>A point drawn evenly from those in the bounds of the corners that are wanted.</summary>
    public static Vector2 PointWhere(IReadOnlyList<Vector2> corners, Func<Vector2, bool> isWanted, Seed seed)
    {
        (Vector2 min, Vector2 max) = Bounds(corners);
        for (int attempt = 0; ; attempt++)
        {
            Seed draw = seed.With(attempt);
            var share = new Vector2((float)draw.With(0).Uniform(), (float)draw.With(1).Uniform());
            Vector2 point = min + share * (max - min);
            if (isWanted(point))
                return point;
        }
    }
}
