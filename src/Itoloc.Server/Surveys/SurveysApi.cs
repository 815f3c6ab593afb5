using Itoloc.Datasets;
using Itoloc.Fingerprints;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Itoloc.Server.Surveys;

/// <summary>What became of a survey.</summary>
/// <param name="Stored">Scans that are new, and safe on the disk.</param>
/// <param name="Duplicates">Scans that were there already; also safe.</param>
/// <param name="RejectedCount">Items that are no labelled scans.</param>
/// <param name="Rejected">The first of them, with the reason.</param>
/// <param name="DroppedReadings">Readings that are no signal strengths.</param>
/// <param name="DroppedAccessPoints">Readings of identifiers that no access point can have.</param>
sealed record SurveyResponse(
    int Stored, int Duplicates, int RejectedCount, IReadOnlyList<RejectedItem> Rejected, long DroppedReadings,
    long DroppedAccessPoints);

/// <summary>Surveys in and out.</summary>
static class SurveysApi
{
    const int MostScans = 100_000;
    const int MostListed = 100;
    const string Lines = "application/jsonl";

    public static void MapSurveys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/surveys", StoreAsync).WithTags("Surveys").Requires(Scope.Ingest)
            .Accepts<IReadOnlyList<ScanShape>>("application/json", Lines, "application/x-ndjson", "application/gzip", "application/octet-stream", "text/plain");
        routes.MapGet("/sites/{site}/surveys", ExportAsync).WithTags("Surveys").Requires(Scope.Read)
            .Produces(StatusCodes.Status200OK, contentType: Lines);
        routes.MapGet("/sites/{site}/coverage", CoverageAsync).WithTags("Surveys").Requires(Scope.Read);
    }

    /// <summary>Whether a body is one JSON document; a scan log is sent as anything else.</summary>
    public static bool IsJson(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    static async Task<Results<Ok<SurveyResponse>, ProblemHttpResult>> StoreAsync(
        string site, HttpContext http, Ingest ingest, CancellationToken cancellation)
    {
        ScanReader read = ScanReader.Read(await RequestBody.ReadAsync(http, RequestBody.LargeLimit), IsJson(http), MostScans);
        List<RejectedItem> rejected = [.. read.Rejected];
        List<Scan> labelled = [];
        foreach ((Scan scan, long item) in read.Scans.Zip(read.Items))
        {
            if (scan.IsLabelled || scan.Region is not null)
                labelled.Add(scan);
            else
                rejected.Add(new RejectedItem(item, "no label: a survey's scan has x and y, or a region"));
        }
        bool[] stored = await ingest.StoreSurveyAsync(Caller.SiteOf(http), Ingest.ClientOf(http), labelled, cancellation);
        int isNew = stored.Count(isNew => isNew);
        return TypedResults.Ok(new SurveyResponse(
            isNew, stored.Length - isNew, rejected.Count, [.. rejected.OrderBy(item => item.Item).Take(MostListed)],
            read.Report.DroppedReadings, read.Report.DroppedAccessPoints));
    }

    static async Task ExportAsync(string site, HttpContext http, SurveyStore store, CancellationToken cancellation)
    {
        Site of = Caller.SiteOf(http);
        http.Response.ContentType = Lines;
        await foreach (Scan[] scans in store.ReadAsync(of, cancellation).Chunk(1000).WithCancellation(cancellation))
        {
            using MemoryStream lines = new();
            using ScanLogWriter writer = new(lines);
            foreach (Scan scan in scans)
                writer.Write(scan);
            writer.Complete();
            await http.Response.Body.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), cancellation);
        }
    }

    static async Task<Ok<CoverageResponse>> CoverageAsync(
        string site, HttpContext http, SurveyStore store, CancellationToken cancellation) =>
        TypedResults.Ok(CoverageResponse.Of(await store.ReadAsync(Caller.SiteOf(http), cancellation).ToListAsync(cancellation)));
}
