using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>A survey as the rivals take it: the rows of each reference point over chosen access points.</summary>
sealed class FingerprintSurvey
{
    // Scans taken while walking stand on no grid of points; they are gathered in cells, most of which may still hold one.
    const double CellMetres = 2;

    readonly AccessPointIndex _index;
    readonly int[] _columns;

    FingerprintSurvey(Scan[] scans, int columnsOfAFloor, int minimumRows)
    {
        Scans = scans;
        _index = AccessPointIndex.BuildApart(scans);
        float[][] rows = [.. scans.Select(ReadAll)];
        (Points, PointOf) = Gather(scans, minimumRows);
        _columns = Choose(rows, columnsOfAFloor);
        if (_columns.Length == 0)
            _columns = [.. Enumerable.Range(0, _index.Count)];
        Rows = [.. rows.Select(Chosen)];
    }

    /// <summary>The reference points, in the order of their first scan.</summary>
    public IReadOnlyList<ReferencePoint> Points { get; }

    /// <summary>Number of access points.</summary>
    public int Columns => _columns.Length;

    /// <summary>The identifier of each access point.</summary>
    public IReadOnlyList<string> Names => [.. _columns.Select(column => _index.Features[column].Members[0])];

    /// <summary>The labelled scans, in the order of <see cref="Rows"/>.</summary>
    public IReadOnlyList<Scan> Scans { get; }

    /// <summary>The labelled scans, each [<see cref="Columns"/>] in dBm, NaN where not heard.</summary>
    public IReadOnlyList<float[]> Rows { get; }

    /// <summary>The point of each row.</summary>
    public int[] PointOf { get; }

    /// <summary>The median distance from a point to the nearest other one of its floor in metres; 1 where there is
    /// none.</summary>
    public double Spacing()
    {
        double[] nearest =
        [
            .. Points.Select(p => Points.Where(q => q != p).Select(p.DistanceTo).DefaultIfEmpty(double.PositiveInfinity).Min())
                .Where(double.IsFinite).Order(),
        ];
        return nearest.Length == 0 ? 1 : Quantile.Of(nearest, 0.5);
    }

    /// <summary>Reads a survey.</summary>
    /// <param name="survey">Labelled scans; others are left out.</param>
    /// <param name="columnsOfAFloor">The most access points of a floor; those that tell most about the place are kept.</param>
    /// <param name="minimumRows">Points with fewer rows are joined with the nearest one of their floor.</param>
    /// <exception cref="ArgumentException">No labelled scan hears anything.</exception>
    public static FingerprintSurvey Of(
        IReadOnlyList<Scan> survey, int columnsOfAFloor = int.MaxValue, int minimumRows = 1) =>
        new(KnnMethod.Labelled(survey), columnsOfAFloor, minimumRows);

    /// <summary>A scan over the survey's access points: [<see cref="Columns"/>] in dBm, NaN where not heard.</summary>
    public float[] Read(Scan scan) => Chosen(ReadAll(scan));

    // Those of every floor, for one with few scans would have none among all of a campus.
    int[] Choose(float[][] rows, int ofAFloor) =>
    [
        .. Enumerable.Range(0, rows.Length).GroupBy(row => (Scans[row].Building, Scans[row].Floor)).SelectMany(floor =>
        {
            int[] here = [.. floor], points = [.. here.Select(row => PointOf[row])], distinct = [.. points.Distinct()];
            int[] numbers = [.. points.Select(point => Array.IndexOf(distinct, point))];
            return AccessPointOrder.Choose([.. here.Select(row => rows[row])], numbers, distinct.Length, ofAFloor);
        }).Distinct(),
    ];

    float[] ReadAll(Scan scan)
    {
        float[] row = new float[_index.Count];
        _index.Read(scan, row);
        return row;
    }

    float[] Chosen(float[] row) => [.. _columns.Select(column => row[column])];

    static (IReadOnlyList<ReferencePoint>, int[]) Gather(Scan[] scans, int minimumRows)
    {
        var exact = Group(scans, scan => (scan.X!.Value, scan.Y!.Value));
        if (2 * exact.Count(rows => rows.Length == 1) > exact.Count)
            exact = Group(scans, scan => (Math.Floor(scan.X!.Value / CellMetres), Math.Floor(scan.Y!.Value / CellMetres)));
        var points = Join(scans, exact, minimumRows);
        int[] pointOf = new int[scans.Length];
        for (int point = 0; point < points.Count; point++)
            foreach (int row in points[point].Rows)
                pointOf[row] = point;
        return (points, pointOf);
    }

    static List<int[]> Group(Scan[] scans, Func<Scan, (double, double)> placeOf) =>
        [.. Enumerable.Range(0, scans.Length)
            .GroupBy(row => (scans[row].Building, scans[row].Floor, placeOf(scans[row])))
            .Select(group => group.ToArray())];

    static List<ReferencePoint> Join(Scan[] scans, List<int[]> groups, int minimumRows)
    {
        List<ReferencePoint> points = [.. groups.Select(rows => PointOfRows(scans, rows))];
        while (points.FirstOrDefault(point => point.Rows.Length < minimumRows) is { } small)
        {
            points.Remove(small);
            var near = points.MinBy(small.DistanceTo);
            if (near is null || double.IsInfinity(small.DistanceTo(near)))
            {
                // Alone on its floor: it stays as it is.
                points.Add(small);
                break;
            }
            points[points.IndexOf(near)] = PointOfRows(scans, [.. near.Rows.Concat(small.Rows).Order()]);
        }
        return points;
    }

    static ReferencePoint PointOfRows(Scan[] scans, int[] rows) => new(
        scans[rows[0]].Building, scans[rows[0]].Floor,
        rows.GroupBy(row => scans[row].Region).MaxBy(group => group.Count())!.Key,
        rows.Average(row => scans[row].X!.Value), rows.Average(row => scans[row].Y!.Value), rows);
}
