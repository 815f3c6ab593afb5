using System.Numerics;
using System.Text.Json;

namespace Itoloc.Datasets.Simulation;

/// <summary>A floor's plan as it lies in <c>Plans/</c>: GeoJSON with metres instead of degrees.</summary>
/// <remarks>A feature's <c>kind</c> is <c>outline</c>, <c>region</c>, <c>wall</c>, <c>door</c> (from the way point on one
/// side to that on the other), <c>access-point</c> or <c>redecoration</c>. A wall may be there only <c>until</c> or
/// <c>from</c> the redecoration.</remarks>
sealed class PlanFile
{
    readonly List<JsonElement> _features;

    /// <summary>Reads a plan that is part of this library.</summary>
    public PlanFile(string name)
    {
        using Stream stream = typeof(PlanFile).Assembly.GetManifestResourceStream($"{name}.geojson")!;
        using var document = JsonDocument.Parse(stream);
        _features = [.. document.RootElement.GetProperty("features").Clone().EnumerateArray()];
    }

    public IReadOnlyList<Vector2> Outline => Corners(Of("outline").Single());

    public IReadOnlyList<Region> Regions =>
        [.. Of("region").Select(feature => new Region(Text(feature, "name")!, Corners(feature)))];

    /// <summary>The walls at the time of the survey.</summary>
    public IReadOnlyList<Wall> Walls => WallsWithout("from");

    public IReadOnlyList<Door> Doors =>
    [
        .. from feature in Of("door")
           let line = Line(feature)
           select new Door(Text(feature, "from")!, line[0], Text(feature, "to")!, line[1]),
    ];

    public IReadOnlyList<AccessPoint> AccessPoints =>
    [
        .. from feature in Of("access-point")
           let radios = feature.GetProperty("properties").GetProperty("radios").EnumerateArray().Select(RadioOf)
           select new AccessPoint(
               Text(feature, "name")!, Point(Coordinates(feature)),
               feature.GetProperty("properties").GetProperty("floorsAway").GetInt32(), [.. radios])
           {
               IsManaged = Text(feature, "owner") == "own",
           },
    ];

    public Redecoration? Redecoration =>
        Of("redecoration").Select(feature => new Redecoration(
            7 * feature.GetProperty("properties").GetProperty("week").GetInt32(), Corners(feature), WallsWithout("until")))
        .SingleOrDefault();

    IReadOnlyList<Wall> WallsWithout(string limit) =>
    [
        .. from feature in Of("wall")
           where Text(feature, limit) is null
           let line = Line(feature)
           select new Wall(line[0], line[1], Material.Find(Text(feature, "material")!)),
    ];

    IEnumerable<JsonElement> Of(string kind) => _features.Where(feature => Text(feature, "kind") == kind);

    static Radio RadioOf(JsonElement radio) => new(
        radio.GetProperty("band").GetString() == "5" ? Band.GHz5 : Band.GHz24,
        radio.GetProperty("power").GetDouble(),
        [.. radio.GetProperty("bssids").EnumerateArray().Select(bssid => bssid.GetString()!)]);

    // A ring repeats its first corner at the end.
    static Vector2[] Corners(JsonElement polygon) =>
        [.. Coordinates(polygon)[0].EnumerateArray().Skip(1).Select(Point)];

    static Vector2[] Line(JsonElement feature) => [.. Coordinates(feature).EnumerateArray().Select(Point)];

    static Vector2 Point(JsonElement pair) => new(pair[0].GetSingle(), pair[1].GetSingle());

    static JsonElement Coordinates(JsonElement feature) => feature.GetProperty("geometry").GetProperty("coordinates");

    static string? Text(JsonElement feature, string property) =>
        feature.GetProperty("properties").TryGetProperty(property, out JsonElement value) ? value.GetString() : null;
}
