using Itoloc.Fingerprints;
using Itoloc.Server.Surveys;

namespace Itoloc.Server.Storage;

/// <summary>A scan on its way to the disk.</summary>
abstract record ScanRow
{
    public required long SiteId { get; init; }

    /// <summary>Who sent it: with the hash, what makes it one and the same scan.</summary>
    public required string Client { get; init; }

    public required byte[] Hash { get; init; }

    public required Scan Scan { get; init; }

    public required DateTimeOffset Received { get; init; }

    /// <summary>
    /// The readings as they are stored; made where the request is read, not where the one writer works.
    /// </summary>
    public byte[] Readings { get; private init; } = [];

    protected static byte[] Encode(Scan scan) => ReadingsCodec.Encode(scan.Readings);

    /// <summary>A scan with a label.</summary>
    public sealed record Survey : ScanRow
    {
        public static Survey Of(long siteId, string client, Scan scan, DateTimeOffset received, int occurrence = 0) => new()
        {
            SiteId = siteId,
            Client = client,
            Hash = ScanIdentity.Of(scan, occurrence),
            Scan = scan with { Time = scan.Time is { } time ? ScanClock.TimeOf(time, received) : null },
            Received = received,
            Readings = Encode(scan),
        };
    }

    /// <summary>A scan without one, and its answer.</summary>
    public sealed record Query : ScanRow
    {
        public LocationEstimate Estimate { get; private init; } = LocationEstimate.Unknown;

        public int? ModelVersion { get; private init; }

        public static Query Of(
            long siteId, string client, Scan scan, DateTimeOffset received, LocationEstimate estimate,
            int? modelVersion) => new()
            {
                SiteId = siteId,
                Client = client,
                // Without a time, it is the one of this moment: a phone that lies still is heard again and again.
                Hash = ScanIdentity.Of(scan.Time is null ? scan with { Time = received } : scan),
                Scan = scan with { Time = ScanClock.TimeOf(scan.Time, received) },
                Received = received,
                Readings = Encode(scan),
                Estimate = estimate,
                ModelVersion = modelVersion,
            };
    }
}
