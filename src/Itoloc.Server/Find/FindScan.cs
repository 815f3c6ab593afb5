using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Server.Find;

/// <summary>What a FIND3 or FIND client sends: a scan, who sends it, and, when learning, where it stands.</summary>
/// <param name="Family">Lower case; our site, or <c>site~key</c> from a client that can put its key nowhere
/// else.</param>
/// <param name="Location">Lower case; null when tracking.</param>
/// <param name="Scan">The scan, with device and time; without a time when the client names none.</param>
sealed record FindScan(string Family, string? Location, Scan Scan)
{
    const int LongestName = 200;

    /// <summary>Clients differ in the unit of time: below this, counted from 1970, it can only be seconds.</summary>
    const double SmallestMilliseconds = 1e11;

    const string Prefix = "problem validating data: ";

    /// <summary>Reads the body of <c>/data</c>, <c>/classify</c> or <c>/passive</c>.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="objection">Null, or what FIND3 says to it.</param>
    /// <returns>Null when there is an objection.</returns>
    /// <exception cref="BadHttpRequestException">It is no JSON, or not of this shape.</exception>
    public static FindScan? ReadData(ReadOnlyMemory<byte> body, out string? objection)
    {
        using JsonDocument document = Parse(body);
        JsonElement root = document.RootElement;
        List<Reading> readings = [];
        bool hasAny = false;
        if (Member(root, "s") is { } sensors)
        {
            foreach (JsonProperty type in Object(sensors))
            {
                bool isWifi = type.NameEquals("wifi");
                foreach (JsonProperty reading in Object(type.Value))
                {
                    hasAny = true;
                    if (isWifi)
                        Add(readings, Unicode(() => reading.Name), Number(reading.Value));
                }
            }
        }
        return Make(Name(root, "f"), Name(root, "d"), Name(root, "l"), Member(root, "t"), hasAny, readings, out objection);
    }

    /// <summary>Reads the body of <c>/learn</c> or <c>/track</c>, the older format.</summary>
    public static FindScan? ReadFingerprint(ReadOnlyMemory<byte> body, out string? objection)
    {
        using JsonDocument document = Parse(body);
        JsonElement root = document.RootElement;
        List<Reading> readings = [];
        bool hasAny = false;
        if (Member(root, "wifi-fingerprint") is { } list)
        {
            if (list.ValueKind != JsonValueKind.Array)
                throw NotOfThisShape();
            foreach (JsonElement item in list.EnumerateArray())
            {
                hasAny = true;
                Add(readings, Text(item, "mac") ?? "", Member(item, "rssi") is { } rssi ? Number(rssi) : 0);
            }
        }
        return Make(
            Name(root, "group"), Name(root, "username"), Name(root, "location"),
            Member(root, "time") ?? Member(root, "timestamp"), hasAny, readings, out objection);
    }

    static FindScan? Make(
        string? family, string? device, string? location, JsonElement? time, bool hasAny, List<Reading> readings,
        out string? objection)
    {
        double since = time is { } value ? Number(value) : 0;
        double milliseconds = since < SmallestMilliseconds ? since * 1000 : since;
        objection = family is null ? Prefix + "family cannot be empty"
            : device is null ? Prefix + "device cannot be empty"
            : since < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? Prefix + "timestamp is not valid"
            : !hasAny ? Prefix + "sensor data cannot be empty"
            : null;
        return objection is not null ? null : new FindScan(family!, location, new Scan
        {
            Device = device,
            Time = since == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
            Readings = readings,
        });
    }

    // The strongest of several readings of one access point counts.
    static void Add(List<Reading> readings, string identifier, double rssiDbm)
    {
        if (Bssid.Canonicalise(identifier, out _) is not { } accessPoint || !Reading.IsValidDbm(rssiDbm))
            return;
        int at = readings.FindIndex(reading => reading.AccessPoint == accessPoint);
        if (at < 0)
            readings.Add(new Reading(accessPoint, (float)rssiDbm));
        else if (readings[at].RssiDbm < rssiDbm)
            readings[at] = new Reading(accessPoint, (float)rssiDbm);
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw NotOfThisShape();
        }
        catch (JsonException)
        {
            throw new BadHttpRequestException("the body is not JSON");
        }
    }

    static string? Name(JsonElement root, string member)
    {
        string? name = Text(root, member)?.Trim().ToLowerInvariant();
        if (name is not null && (name.Length > LongestName || name.Any(char.IsControl)))
            throw new BadHttpRequestException($"{member} is longer than {LongestName} characters or holds a control character");
        return string.IsNullOrEmpty(name) ? null : name;
    }

    static string? Text(JsonElement root, string member)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw NotOfThisShape();
        if (Member(root, member) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? Unicode(() => value.GetString()!) : throw NotOfThisShape();
    }

    static string Unicode(Func<string> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            throw new BadHttpRequestException("text that is not valid Unicode");
        }
    }

    static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw NotOfThisShape();

    static JsonElement.ObjectEnumerator Object(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw NotOfThisShape();

    static JsonElement? Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    static BadHttpRequestException NotOfThisShape() => new("the body is not of the expected shape");
}
