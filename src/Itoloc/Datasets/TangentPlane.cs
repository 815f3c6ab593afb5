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
    /// The plane for a place: its origin is the place rounded down to a hundredth of a degree, so that all files of a
    /// site share it, whichever of them are read.
    /// </summary>
    public static TangentPlane Around(double latitude, double longitude) =>
        new(Math.Floor(latitude * 100) / 100, Math.Floor(longitude * 100) / 100);

    /// <summary>Metres east and north of the origin; good to centimetres within a kilometre.</summary>
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
