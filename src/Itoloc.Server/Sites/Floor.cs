namespace Itoloc.Server.Sites;

/// <summary>A floor of a building, in metres of its own plane.</summary>
sealed class Floor
{
    public long Id { get; init; }

    public long BuildingId { get; init; }

    public required string Name { get; init; }

    /// <summary>Metres along x, if known.</summary>
    public double? Width { get; set; }

    /// <summary>Metres along y, if known.</summary>
    public double? Height { get; set; }

    /// <summary>Three control points as JSON (<see cref="ControlPoint"/>), or null.</summary>
    public string? Georeference { get; set; }
}

/// <summary>The picture of a floor.</summary>
sealed class FloorPlan
{
    public long FloorId { get; init; }

    public required string ContentType { get; set; }

    public required byte[] Image { get; set; }
}

/// <summary>A room or zone of a floor.</summary>
sealed class Region
{
    public long Id { get; init; }

    public long FloorId { get; init; }

    public required string Name { get; init; }

    /// <summary>GeoJSON polygon in metres of the floor's plane.</summary>
    public required string Polygon { get; set; }
}
