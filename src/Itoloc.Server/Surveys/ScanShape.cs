using System.Text.Json.Serialization;

namespace Itoloc.Server.Surveys;

/// <summary>
/// How a scan looks in a request, for the API's description; it is read by the scan log's own reader.
/// </summary>
/// <param name="Wifi">BSSID → dBm, the access points heard.</param>
/// <param name="X">Metres along the floor's first axis.</param>
/// <param name="Y">Metres along the floor's second axis.</param>
/// <param name="Building">The building.</param>
/// <param name="Floor">The floor.</param>
/// <param name="Region">The room or zone.</param>
/// <param name="Device">The phone: its model in a survey, a name of its own when it is located.</param>
/// <param name="Time">When it was heard; the time of receipt where missing or impossible.</param>
sealed record ScanShape(
    [property: JsonRequired] IReadOnlyDictionary<string, double> Wifi,
    double? X = null, double? Y = null, string? Building = null, string? Floor = null, string? Region = null,
    string? Device = null, DateTimeOffset? Time = null);
