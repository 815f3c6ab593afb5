using System.Text.Json;

namespace Itoloc.Server.Sites;

/// <summary>A GeoJSON polygon in metres of a floor's plane: an outer ring, and rings that are holes in it.</summary>
sealed class PlanPolygon
{
    const int MostPoints = 10_000;

    readonly IReadOnlyList<(double X, double Y)[]> _rings;

    PlanPolygon(IReadOnlyList<(double X, double Y)[]> rings) => _rings = rings;

    /// <summary>Reads a GeoJSON geometry; null when it is no polygon.</summary>
    public static PlanPolygon? Parse(JsonElement geometry)
    {
        if (geometry.ValueKind != JsonValueKind.Object
            || !geometry.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String || type.GetString() != "Polygon"
            || !geometry.TryGetProperty("coordinates", out JsonElement coordinates) || coordinates.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        List<(double X, double Y)[]> rings = [];
        int points = 0;
        foreach (JsonElement ring in coordinates.EnumerateArray())
        {
            if (Ring(ring) is not { } read || (points += read.Length) > MostPoints)
                return null;
            rings.Add(read);
        }
        return rings.Count == 0 ? null : new PlanPolygon(rings);
    }

    /// <summary>Whether a point lies inside: it is crossed by an odd number of edges to its right.</summary>
    public bool Contains(double x, double y)
    {
        bool isInside = false;
        foreach ((double X, double Y)[] ring in _rings)
        {
            for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            {
                (double xi, double yi) = ring[i];
                (double xj, double yj) = ring[j];
                if (yi > y != yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi)
                    isInside = !isInside;
            }
        }
        return isInside;
    }

    /// <summary>The centre of mass of the outer ring.</summary>
    public (double X, double Y) Centre
    {
        get
        {
            (double X, double Y)[] ring = _rings[0];
            double area = 0, x = 0, y = 0;
            for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            {
                double cross = ring[j].X * ring[i].Y - ring[i].X * ring[j].Y;
                area += cross;
                x += (ring[j].X + ring[i].X) * cross;
                y += (ring[j].Y + ring[i].Y) * cross;
            }
            return Math.Abs(area) < 1e-9
                ? (ring.Average(point => point.X), ring.Average(point => point.Y))
                : (x / (3 * area), y / (3 * area));
        }
    }

    // A ring has at least three corners and ends where it began.
    static (double X, double Y)[]? Ring(JsonElement ring)
    {
        if (ring.ValueKind != JsonValueKind.Array || ring.GetArrayLength() < 4)
            return null;
        List<(double X, double Y)> points = [];
        foreach (JsonElement position in ring.EnumerateArray())
        {
            if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() < 2
                || position[0].ValueKind != JsonValueKind.Number || position[1].ValueKind != JsonValueKind.Number
                || !position[0].TryGetDouble(out double x) || !position[1].TryGetDouble(out double y)
                || !double.IsFinite(x) || !double.IsFinite(y))
            {
                return null;
            }
            points.Add((x, y));
        }
        return points[0] == points[^1] ? [.. points] : null;
    }
}
