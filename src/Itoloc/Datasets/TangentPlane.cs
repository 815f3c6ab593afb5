namespace Itoloc.Datasets;

/// <summary>A plane that touches the earth at one point: x metres east, y metres north of it.</summary>
/// <param name="Latitude">Of the origin, degrees.</param>
/// <param name="Longitude">Of the origin, degrees.</param>
readonly record struct TangentPlane(double Latitude, double Longitude)
{
    // WGS 84.
    const double EquatorialRadius = 6_378_137;
    const double EccentricitySquared = 6.694_379_990_14e-3;

    /// <summary>
    /// The plane for a place: its origin is the place rounded to a tenth of a degree, some ten kilometres, so that all files
    /// of a site share it, whichever of them are read, but for the few sites that lie across its bounds.
    /// </summary>
    public static TangentPlane Around(double latitude, double longitude) =>
        new(Math.Round(latitude * 10) / 10, Math.Round(longitude * 10) / 10);

    /// <summary>Metres east and north of the origin; lengths within some kilometres are good to a thousandth.</summary>
    public (double X, double Y) Project(double latitude, double longitude)
    {
        double sine = Math.Sin(double.DegreesToRadians(Latitude));
        double w = 1 - EccentricitySquared * sine * sine;
        double primeVertical = EquatorialRadius / Math.Sqrt(w);
        double meridian = primeVertical * (1 - EccentricitySquared) / w;
        double parallel = primeVertical * Math.Cos(double.DegreesToRadians(Latitude));
        return (
            double.DegreesToRadians(longitude - Longitude) * parallel,
            double.DegreesToRadians(latitude - Latitude) * meridian);
    }
}
