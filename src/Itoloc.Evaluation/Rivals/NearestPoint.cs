namespace Itoloc.Evaluation.Rivals;

/// <summary>Finds the reference point nearest to a place on a floor.</summary>
/// <remarks>
/// The floor is laid out in squares of a metre; for each square asked about it keeps the few points that can be nearest
/// to any place in it. The answer is that of looking at all points.
/// </remarks>
sealed class NearestPoint(PointMap map)
{
    const double SquareMetres = 1;

    readonly Dictionary<(string?, string?, int, int), int[]> _candidates = [];

    /// <summary>The nearest point on the floor of another, the first of several, and its squared distance in m².</summary>
    /// <param name="x">Metres.</param>
    /// <param name="y">Metres.</param>
    /// <param name="floorOf">A point of the floor.</param>
    public (int Point, double Squared) At(double x, double y, int floorOf)
    {
        var (building, floor) = (map.Points[floorOf].Building, map.Points[floorOf].Floor);
        var square = (building, floor, (int)Math.Floor(x / SquareMetres), (int)Math.Floor(y / SquareMetres));
        if (!_candidates.TryGetValue(square, out int[]? candidates))
            _candidates.Add(square, candidates = Candidates(square));
        (int nearest, double least) = (floorOf, double.PositiveInfinity);
        foreach (int k in candidates)
        {
            double apart = Squared(k, x, y);
            if (apart < least)
                (least, nearest) = (apart, k);
        }
        return (nearest, least);
    }

    // Any place in the square is within half a diagonal of its middle.
    int[] Candidates((string? Building, string? Floor, int X, int Y) square)
    {
        double x = (square.X + 0.5) * SquareMetres, y = (square.Y + 0.5) * SquareMetres;
        int[] floor = [.. Enumerable.Range(0, map.Points.Count)
            .Where(k => (map.Points[k].Building, map.Points[k].Floor) == (square.Building, square.Floor))];
        double reach = Math.Sqrt(floor.Min(k => Squared(k, x, y))) + 1.5 * SquareMetres;
        return [.. floor.Where(k => Squared(k, x, y) <= reach * reach)];
    }

    double Squared(int k, double x, double y)
    {
        var p = map.Points[k];
        return (p.X - x) * (p.X - x) + (p.Y - y) * (p.Y - y);
    }
}
