using Itoloc.Training;

namespace Itoloc;

/// <summary>The location classes of all floors of a site as one list, and which of them each survey row belongs to.</summary>
sealed class SitePlaces
{
    readonly int[] _first;

    /// <summary>Lists them.</summary>
    /// <param name="floors">The floors, with their location classes.</param>
    /// <param name="rows">The survey's rows, each on one of the floors.</param>
    public SitePlaces(IReadOnlyList<FloorModel> floors, IReadOnlyList<SurveyRow> rows)
    {
        _first = new int[floors.Count];
        List<(int Floor, LocationClass Place)> places = [];
        for (int floor = 0; floor < _first.Length; floor++)
        {
            _first[floor] = places.Count;
            places.AddRange(floors[floor].Classes.Select(place => (floor, place)));
        }
        Floors = [.. places.Select(place => place.Floor)];
        Classes = [.. places.Select(place => place.Place)];
        OfRow = [.. rows.Select(row => Nearest(floors, row))];
    }

    /// <summary>Number of places.</summary>
    public int Count => Classes.Length;

    /// <summary>Each place's floor, an index into the model's floors.</summary>
    public int[] Floors { get; }

    /// <summary>The places.</summary>
    public LocationClass[] Classes { get; }

    /// <summary>Each survey row's place.</summary>
    public int[] OfRow { get; }

    /// <summary>The first place of a floor.</summary>
    public int FirstOf(int floor) => _first[floor];

    /// <summary>Distance in metres; infinite between floors.</summary>
    public double Distance(int a, int b) =>
        Floors[a] == Floors[b] ? Classes[a].DistanceTo(Classes[b].X, Classes[b].Y) : double.PositiveInfinity;

    /// <summary>Keeps the floor with the most mass and makes the rest of the posterior sum to 1.</summary>
    /// <returns>The floor.</returns>
    public int KeepOneFloor(Span<float> posterior)
    {
        Span<double> mass = stackalloc double[_first.Length];
        for (int place = 0; place < posterior.Length; place++)
            mass[Floors[place]] += posterior[place];
        int floor = System.Numerics.Tensors.TensorPrimitives.IndexOfMax((ReadOnlySpan<double>)mass);
        for (int place = 0; place < posterior.Length; place++)
            posterior[place] = Floors[place] == floor ? (float)(posterior[place] / mass[floor]) : 0;
        return floor;
    }

    /// <summary>Mean position of a posterior that lies on one floor.</summary>
    public (double X, double Y) Mean(ReadOnlySpan<float> posterior)
    {
        double x = 0, y = 0;
        for (int place = 0; place < posterior.Length; place++)
            (x, y) = (x + posterior[place] * Classes[place].X, y + posterior[place] * Classes[place].Y);
        return (x, y);
    }

    // Classes merge points that stand close, so a row belongs to the nearest class of its floor.
    int Nearest(IReadOnlyList<FloorModel> floors, SurveyRow row)
    {
        int floor = 0;
        while (floors[floor].Building != row.Building || floors[floor].Floor != row.Floor)
            floor++;
        return _first[floor] + LocationClass.Nearest(floors[floor].Classes, row.X, row.Y);
    }
}
