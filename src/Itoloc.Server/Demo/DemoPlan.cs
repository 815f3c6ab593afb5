using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Server.Demo;

/// <summary>The floor plan of a simulated building, as a drawing office would hand it over.</summary>
static class DemoPlan
{
    const float PixelsPerMetre = 40, Door = 1.1f;

    /// <summary>The size of the floor in metres; its lower left corner is the origin.</summary>
    public static Vector2 Size(Scenario scenario) => scenario.Outline.Aggregate(Vector2.Max);

    /// <summary>The picture: rooms, walls with doors in them, nothing else.</summary>
    public static byte[] Draw(Scenario scenario)
    {
        Vector2 size = Size(scenario);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{size.X * PixelsPerMetre}" height="{size.Y * PixelsPerMetre}" viewBox="0 0 {size.X} {size.Y}">
            <g transform="translate(0 {size.Y}) scale(1 -1)" fill="none" stroke-linecap="square">
            <rect x="0" y="0" width="{size.X}" height="{size.Y}" fill="#ffffff"/>
            """);
        foreach (Region region in scenario.Regions)
        {
            string corners = string.Join(' ', region.Outline.Select(corner => FormattableString.Invariant($"{corner.X},{corner.Y}")));
            svg.Append(CultureInfo.InvariantCulture, $"""<polygon points="{corners}" fill="{(region.Name == "Corridor" ? "#f1f5f9" : "#fbfdff")}"/>""");
        }
        foreach (Wall wall in scenario.Walls.Where(wall => IsWithin(wall.From, size) && IsWithin(wall.To, size)))
        {
            bool isOuter = wall.From.X == wall.To.X ? wall.From.X == 0 || wall.From.X == size.X : wall.From.Y == 0 || wall.From.Y == size.Y;
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{wall.From.X}" y1="{wall.From.Y}" x2="{wall.To.X}" y2="{wall.To.Y}" stroke="#475569" stroke-width="{(isOuter ? 0.3 : 0.14)}"/>""");
        }
        foreach (Door door in scenario.Doors)
        {
            Vector2 middle = (door.Before + door.Behind) / 2;
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{middle.X - Door / 2}" y1="{middle.Y}" x2="{middle.X + Door / 2}" y2="{middle.Y}" stroke="#f8fafc" stroke-width="0.2" stroke-linecap="butt"/>""");
        }
        svg.Append("</g></svg>");
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    /// <summary>A region's polygon as GeoJSON.</summary>
    public static string Polygon(Region region) => new JsonObject
    {
        ["type"] = "Polygon",
        ["coordinates"] = new JsonArray(new JsonArray([.. region.Outline.Append(region.Outline[0])
            .Select(corner => (JsonNode)new JsonArray(corner.X, corner.Y))])),
    }.ToJsonString();

    static bool IsWithin(Vector2 point, Vector2 size) => point.X >= 0 && point.Y >= 0 && point.X <= size.X && point.Y <= size.Y;
}
