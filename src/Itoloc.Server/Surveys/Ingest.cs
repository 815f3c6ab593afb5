using Itoloc.Fingerprints;
using Itoloc.Server.Health;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Surveys;

/// <summary>Takes scans in: drops what must not be kept, and acknowledges what is on the disk.</summary>
sealed class Ingest(ScanWriter writer, Register register, Metrics metrics, TimeProvider clock)
{
    const int LongestClient = 64;

    /// <summary>Stores scans with a label and waits until they are safe.</summary>
    /// <returns>For each whether it is new.</returns>
    public async Task<bool[]> StoreSurveyAsync(
        Site site, string client, IReadOnlyList<Scan> scans, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Dictionary<string, int> untimed = [];
        List<ScanRow> rows = [];
        foreach (Scan scan in scans)
        {
            Scan kept = WithoutOptedOut(site, scan);
            // Lines without a time that are alike are as many scans; sent again, the same lines are the same scans.
            int occurrence = 0;
            if (scan.Time is null)
            {
                string identity = Convert.ToHexString(ScanIdentity.Of(kept));
                occurrence = untimed.GetValueOrDefault(identity);
                untimed[identity] = occurrence + 1;
            }
            rows.Add(ScanRow.Survey.Of(site.Id, client, kept, now, occurrence));
        }
        return Counted("survey", await writer.WriteAsync(rows, cancellation));
    }

    /// <summary>
    /// Stores scans without a label, each with its answer if there is one, and waits until they are safe.
    /// </summary>
    public async Task<bool[]> StoreQueriesAsync(
        Site site, string client, IReadOnlyList<(Scan Scan, LocationEstimate Estimate, int? ModelVersion)> answered,
        CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return Counted("query", await writer.WriteAsync(
            [.. answered.Select(answer => ScanRow.Query.Of(
                site.Id, client, WithoutOptedOut(site, answer.Scan), now, answer.Estimate, answer.ModelVersion))],
            cancellation));
    }

    /// <summary>Stores a scan without a label and its answer when there is time for it.</summary>
    public void StoreQueryLater(Site site, string client, Scan scan, LocationEstimate estimate, int modelVersion) =>
        writer.TryWriteLater(ScanRow.Query.Of(
            site.Id, client, WithoutOptedOut(site, scan), clock.GetUtcNow(), estimate, modelVersion));

    bool[] Counted(string kind, bool[] isNew)
    {
        metrics.Stored(kind, isNew);
        return isNew;
    }

    /// <summary>The scan without access points that are known to have opted out.</summary>
    public Scan WithoutOptedOut(Site site, Scan scan) =>
        scan.Readings.Any(reading => register.HasOptedOut(site.Id, reading.AccessPoint))
            ? scan with { Readings = [.. scan.Readings.Where(reading => !register.HasOptedOut(site.Id, reading.AccessPoint))] }
            : scan;

    /// <summary>Who sends: as the request says (<c>Itoloc-Client</c>), or else its key.</summary>
    public static string ClientOf(HttpContext context)
    {
        string client = context.Request.Headers["Itoloc-Client"].ToString();
        return client.Length is > 0 and <= LongestClient ? client : Caller.Of(context).Key.PublicId;
    }
}
