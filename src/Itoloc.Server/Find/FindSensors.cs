using System.Text.Json.Serialization;
using Itoloc.Server.Locate;
using Itoloc.Server.Sites;

namespace Itoloc.Server.Find;

/// <summary>
/// A scan as FIND3 writes it. Both kinds of sensor are always there, if empty: one client stops when one is missing.
/// There is no <c>gps</c>, which FIND3 fills with −1 when it knows none.
/// </summary>
sealed record FindSensors(
    [property: JsonPropertyName("t")] long Time,
    [property: JsonPropertyName("f")] string Family,
    [property: JsonPropertyName("d")] string Device,
    [property: JsonPropertyName("l")] string Location,
    [property: JsonPropertyName("s")] IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Sensors)
{
    public static FindSensors Of(Site site, Answer answer, string location) => new(
        answer.Scan.Time!.Value.ToUnixTimeMilliseconds(), site.Name, answer.Scan.Device!, location,
        new Dictionary<string, IReadOnlyDictionary<string, double>>
        {
            ["bluetooth"] = new Dictionary<string, double>(),
            ["wifi"] = answer.Scan.Readings.ToDictionary(reading => reading.AccessPoint, reading => (double)reading.RssiDbm),
        });
}

/// <summary>What is pushed to those who watch a device.</summary>
sealed record FindPush(
    [property: JsonPropertyName("sensors")] FindSensors Sensors,
    [property: JsonPropertyName("guesses")] IReadOnlyList<FindGuess> Guesses,
    [property: JsonPropertyName("location")] string Location,
    [property: JsonPropertyName("time")] long Time)
{
    public static FindPush Of(Site site, Answer answer)
    {
        FindAnalysis analysis = FindAnalysis.Of(answer);
        string location = analysis.Guesses[0].Location;
        FindSensors sensors = FindSensors.Of(site, answer, location);
        return new(sensors, analysis.Guesses, location, sensors.Time);
    }
}
