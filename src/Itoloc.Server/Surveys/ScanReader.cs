using System.Text.Json;
using Itoloc.Datasets;
using Itoloc.Fingerprints;
using Itoloc.Server.Http;

namespace Itoloc.Server.Surveys;

/// <summary>An item of a request that is not a scan; everything around it is.</summary>
/// <param name="Item">Its place in the request, or its line, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
sealed record RejectedItem(long Item, string Reason);

/// <summary>
/// Reads the scans of a request body: JSON Lines, or a JSON array, or <c>{"scans": […]}</c>, or one scan.
/// </summary>
sealed class ScanReader
{
    const int LongestName = 200;
    const double FarthestMetres = 1e6;

    readonly List<Scan> _scans = [];
    readonly List<long> _items = [];
    readonly List<RejectedItem> _rejected = [];

    /// <summary>The scans, in the order of the request.</summary>
    public IReadOnlyList<Scan> Scans => _scans;

    /// <summary>The place of each scan in the request, from 1.</summary>
    public IReadOnlyList<long> Items => _items;

    /// <summary>What was not a scan.</summary>
    public IReadOnlyList<RejectedItem> Rejected => _rejected;

    public ReadReport Report { get; private set; } = new();

    /// <summary>Reads a body.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="isJson">Whether the body is one JSON document rather than lines.</param>
    /// <param name="most">The most items.</param>
    /// <exception cref="BadHttpRequestException">It is no JSON, or holds too many items.</exception>
    public static ScanReader Read(ReadOnlyMemory<byte> body, bool isJson, int most)
    {
        ScanReader reader = new();
        if (isJson)
            reader.ReadDocument(body, most);
        else
            reader.ReadLines(body, most);
        return reader;
    }

    /// <summary>Why a scan cannot be kept although it can be read; null when it can.</summary>
    public static string? Objection(Scan scan)
    {
        foreach (string? name in (string?[])[scan.Building, scan.Floor, scan.Region, scan.Device])
        {
            if (name is not null && (name.Length > LongestName || name.Any(char.IsControl)))
                return $"a name is longer than {LongestName} characters or holds a control character";
        }
        return Math.Abs(scan.X ?? 0) > FarthestMetres || Math.Abs(scan.Y ?? 0) > FarthestMetres
            ? "x or y is no number of metres within a site"
            : null;
    }

    void ReadDocument(ReadOnlyMemory<byte> body, int most)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw new BadHttpRequestException("The body is not JSON.");
        }
        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("scans", out JsonElement scans))
                root = scans;
            if (root.ValueKind != JsonValueKind.Array)
            {
                Add(1, ScanLog.Parse(root, Report, out string? reason), reason);
                return;
            }
            if (root.GetArrayLength() > most)
                throw TooMany(most);
            long item = 0;
            foreach (JsonElement element in root.EnumerateArray())
                Add(++item, ScanLog.Parse(element, Report, out string? reason), reason);
        }
    }

    void ReadLines(ReadOnlyMemory<byte> body, int most)
    {
        Report = new ReadReport(line => _rejected.Add(new RejectedItem(line.Line, line.Reason)));
        using Stream stream = RequestBody.AsStream(body);
        long item = 0;
        foreach (Scan scan in ScanLog.Read(stream, "body", Report))
        {
            if (++item > most || _rejected.Count > most)
                throw TooMany(most);
            Add(item, scan, null);
        }
    }

    void Add(long item, Scan? scan, string? reason)
    {
        reason ??= Objection(scan!);
        if (reason is not null)
        {
            _rejected.Add(new RejectedItem(item, reason));
            return;
        }
        _scans.Add(scan!);
        _items.Add(item);
    }

    static BadHttpRequestException TooMany(int most) =>
        new($"More than {most} scans in one request.", StatusCodes.Status413PayloadTooLarge);
}
