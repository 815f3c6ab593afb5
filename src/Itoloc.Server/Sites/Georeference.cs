using System.Text.Json;

namespace Itoloc.Server.Sites;

/// <summary>A point known both on the floor and on the earth.</summary>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="Latitude">Degrees, WGS 84.</param>
/// <param name="Longitude">Degrees, WGS 84.</param>
sealed record ControlPoint(double X, double Y, double Latitude, double Longitude);

/// <summary>The affine map from a floor's metres to latitude and longitude that three control points fix.</summary>
sealed class Georeference
{
    /// <summary>Three points that are nearly on one line fix nothing: twice the triangle's least area, in m².</summary>
    const double LeastArea = 1;

    readonly ControlPoint _origin;
    readonly (double X, double Y) _latitude;
    readonly (double X, double Y) _longitude;

    Georeference(ControlPoint a, ControlPoint b, ControlPoint c, double area)
    {
        _origin = a;
        _latitude = Slope(b.Latitude - a.Latitude, c.Latitude - a.Latitude);
        _longitude = Slope(b.Longitude - a.Longitude, c.Longitude - a.Longitude);

        // Solves the two equations that say how much the value changes towards b and towards c.
        (double X, double Y) Slope(double towardsB, double towardsC) => (
            (towardsB * (c.Y - a.Y) - towardsC * (b.Y - a.Y)) / area,
            (towardsC * (b.X - a.X) - towardsB * (c.X - a.X)) / area);
    }

    /// <summary>The map; null when the points are not three, not on the earth, or nearly on one line.</summary>
    public static Georeference? Of(IReadOnlyList<ControlPoint>? points)
    {
        if (points is not [{ } a, { } b, { } c] || points.Any(point => !IsOnEarth(point)))
            return null;
        double area = (b.X - a.X) * (c.Y - a.Y) - (c.X - a.X) * (b.Y - a.Y);
        return Math.Abs(area) < LeastArea ? null : new Georeference(a, b, c, area);
    }

    /// <summary>Reads the stored form.</summary>
    public static Georeference? Parse(string? json) =>
        json is null ? null : Of(JsonSerializer.Deserialize(json, Http.ApiJson.Default.ControlPointArray));

    public (double Latitude, double Longitude) Project(double x, double y) => (
        _origin.Latitude + _latitude.X * (x - _origin.X) + _latitude.Y * (y - _origin.Y),
        _origin.Longitude + _longitude.X * (x - _origin.X) + _longitude.Y * (y - _origin.Y));

    static bool IsOnEarth(ControlPoint point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y) && Math.Abs(point.Latitude) <= 90 && Math.Abs(point.Longitude) <= 180;
}
