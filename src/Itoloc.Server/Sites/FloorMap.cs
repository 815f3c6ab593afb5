using System.Text.Json;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Sites;

/// <summary>A region with its place.</summary>
/// <param name="Building">The building's name; null where it has none.</param>
/// <param name="Floor">The floor's name; null where it has none.</param>
/// <param name="Name">The region's name.</param>
/// <param name="Polygon">Where it is.</param>
sealed record DrawnRegion(string? Building, string? Floor, string Name, PlanPolygon Polygon);

/// <summary>What is drawn of a site.</summary>
sealed class FloorMap(ItolocContext context)
{
    /// <summary>All regions of a site, in the order they were drawn.</summary>
    public async Task<IReadOnlyList<DrawnRegion>> RegionsAsync(Site site, CancellationToken cancellation)
    {
        var rows = await (
            from region in context.Regions
            join floor in context.Floors on region.FloorId equals floor.Id
            join building in context.Buildings on floor.BuildingId equals building.Id
            where building.SiteId == site.Id
            orderby region.Id
            select new { Building = building.Name, Floor = floor.Name, region.Name, region.Polygon }).ToListAsync(cancellation);
        List<DrawnRegion> regions = [];
        foreach (var row in rows)
        {
            using JsonDocument geometry = JsonDocument.Parse(row.Polygon);
            if (PlanPolygon.Parse(geometry.RootElement) is { } polygon)
                regions.Add(new DrawnRegion(NameOrNull(row.Building), NameOrNull(row.Floor), row.Name, polygon));
        }
        return regions;
    }

    /// <summary>The floor of that name; null when there is none.</summary>
    public Task<Floor?> FloorAsync(Site site, string? building, string? floor, CancellationToken cancellation)
    {
        // In a path a name cannot be empty; there the wave stands for it.
        (string buildingName, string floorName) = (NoName(building), NoName(floor));
        return (
            from row in context.Floors
            join of in context.Buildings on row.BuildingId equals of.Id
            where of.SiteId == site.Id && of.Name == buildingName && row.Name == floorName
            select row).SingleOrDefaultAsync(cancellation);
    }

    static string NoName(string? name) => name is null or "~" ? "" : name;

    static string? NameOrNull(string name) => name.Length == 0 ? null : name;
}
