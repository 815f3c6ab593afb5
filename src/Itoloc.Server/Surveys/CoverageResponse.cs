using Itoloc.Fingerprints;

namespace Itoloc.Server.Surveys;

/// <summary>Where a site was surveyed and how well.</summary>
/// <param name="Scans">Scans of the survey.</param>
/// <param name="Devices">Different phones that took them.</param>
/// <param name="Points">The reference points.</param>
sealed record CoverageResponse(int Scans, int Devices, IReadOnlyList<CoveredPoint> Points)
{
    public static CoverageResponse Of(IReadOnlyList<Scan> survey) => new(
        survey.Count,
        survey.Select(scan => scan.Device).OfType<string>().Distinct().Count(),
        [.. survey
            .GroupBy(scan => (scan.Building, scan.Floor, scan.Region, X: Decimetres(scan.X), Y: Decimetres(scan.Y)))
            .OrderBy(point => point.Key.Building, StringComparer.Ordinal)
            .ThenBy(point => point.Key.Floor, StringComparer.Ordinal)
            .ThenBy(point => point.Key.Region, StringComparer.Ordinal)
            .ThenBy(point => point.Key.X).ThenBy(point => point.Key.Y)
            .Select(point => new CoveredPoint(
                point.Key.Building, point.Key.Floor, point.Key.Region, point.Key.X, point.Key.Y, point.Count(),
                point.Select(scan => scan.Device).OfType<string>().Distinct().Count(),
                Math.Round(point.Average(scan => scan.Readings.Count), 1),
                point.Max(scan => scan.Time)))]);

    static double? Decimetres(double? metres) => metres is { } value ? Math.Round(value, 1) : null;
}

/// <summary>A reference point, to a decimetre; one without x and y is a region that was surveyed by name.</summary>
/// <param name="Building">The building.</param>
/// <param name="Floor">The floor.</param>
/// <param name="Region">The region.</param>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="Scans">Scans taken there.</param>
/// <param name="Devices">Different phones.</param>
/// <param name="AccessPoints">Access points heard, mean over the scans.</param>
/// <param name="Last">When it was last surveyed.</param>
sealed record CoveredPoint(
    string? Building, string? Floor, string? Region, double? X, double? Y, int Scans, int Devices, double AccessPoints,
    DateTimeOffset? Last);
