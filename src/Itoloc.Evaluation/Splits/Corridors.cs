using System.Text.Json;

namespace Itoloc.Evaluation.Splits;

/// <summary>The corridors of a floor plan in GeoJSON: the floor's outline less all that is drawn within it, in squares of a metre.</summary>
/// <remarks>
/// The format is that of Indoor Location Competition 2.0: degrees, of which the outline's bounds are the plan's, and the plan's
/// width and height in metres in a file of their own. Way points are metres from its lower left corner.
/// </remarks>
sealed class Corridors
{
    readonly bool[,] _isOpen; // [columns, rows]; square (i, j) is centred at (i + 0.5, j + 0.5) m

    /// <summary>Reads a plan.</summary>
    /// <param name="plan">GeoJSON; the outline is the feature whose type is "floor".</param>
    /// <param name="size">JSON with the plan's width and height.</param>
    public Corridors(Stream plan, Stream size)
    {
        using var outlines = JsonDocument.Parse(plan);
        using var metres = JsonDocument.Parse(size);
        var map = metres.RootElement.GetProperty("map_info");
        double width = map.GetProperty("width").GetDouble(), height = map.GetProperty("height").GetDouble();
        JsonElement[] features = [.. outlines.RootElement.GetProperty("features").EnumerateArray()];
        var floor = Rings(features.Single(IsFloor));
        (double left, double right) = Range(floor, p => p.X);
        (double bottom, double top) = Range(floor, p => p.Y);
        (double X, double Y)[][] Scaled(IEnumerable<(double X, double Y)[]> rings) =>
            [.. rings.Select(ring => ring.Select(p => ((p.X - left) / (right - left) * width, (p.Y - bottom) / (top - bottom) * height)).ToArray())];

        _isOpen = new bool[(int)width, (int)height];
        Fill(Scaled(floor), isOpen: true);
        foreach (var drawn in features.Where(feature => !IsFloor(feature)))
            Fill(Scaled(Rings(drawn)), isOpen: false);
    }

    /// <summary>Whether one can stand at a place.</summary>
    /// <param name="x">Metres.</param>
    /// <param name="y">Metres.</param>
    public bool Contains(double x, double y) =>
        x >= 0 && y >= 0 && x < _isOpen.GetLength(0) && y < _isOpen.GetLength(1) && _isOpen[(int)x, (int)y];

    /// <summary>The middles, (x, y) in metres, of all squares that can be reached from some places on foot.</summary>
    public IReadOnlyList<(double X, double Y)> Around(IEnumerable<(double X, double Y)> places)
    {
        HashSet<(int, int)> reached = [];
        Stack<(int I, int J)> open = new(places.Select(p => ((int)p.X, (int)p.Y)));
        while (open.TryPop(out var at))
        {
            if (!Contains(at.I, at.J) || !reached.Add(at))
                continue;
            open.Push((at.I + 1, at.J));
            open.Push((at.I - 1, at.J));
            open.Push((at.I, at.J + 1));
            open.Push((at.I, at.J - 1));
        }
        return [.. reached.Order().Select(at => (at.Item1 + 0.5, at.Item2 + 0.5))];
    }

    static bool IsFloor(JsonElement feature) =>
        feature.GetProperty("properties").TryGetProperty("type", out var type) && type.GetString() == "floor";

    static (double X, double Y)[][] Rings(JsonElement feature)
    {
        var geometry = feature.GetProperty("geometry");
        var coordinates = geometry.GetProperty("coordinates").EnumerateArray();
        var rings = geometry.GetProperty("type").GetString() == "MultiPolygon"
            ? coordinates.SelectMany(polygon => polygon.EnumerateArray()) : coordinates;
        return [.. rings.Select(ring => ring.EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble())).ToArray())];
    }

    static (double Least, double Most) Range((double X, double Y)[][] rings, Func<(double X, double Y), double> of) =>
        (rings.SelectMany(ring => ring).Min(of), rings.SelectMany(ring => ring).Max(of));

    // Sets the squares whose middles lie inside: between the first and second crossing of a row, the third and fourth, …
    void Fill((double X, double Y)[][] rings, bool isOpen)
    {
        for (int j = 0; j < _isOpen.GetLength(1); j++)
        {
            double y = j + 0.5;
            double[] crossings =
            [
                .. from ring in rings
                   from edge in ring.Zip(ring.Skip(1)) // a ring repeats its first corner at the end
                   where edge.First.Y > y != edge.Second.Y > y
                   select edge.First.X + (edge.Second.X - edge.First.X) * (y - edge.First.Y) / (edge.Second.Y - edge.First.Y),
            ];
            Array.Sort(crossings);
            for (int pair = 0; pair + 1 < crossings.Length; pair += 2)
                for (int i = (int)Math.Max(0, Math.Ceiling(crossings[pair] - 0.5)); i < _isOpen.GetLength(0) && i + 0.5 < crossings[pair + 1]; i++)
                    _isOpen[i, j] = isOpen;
        }
    }
}
