using Itoloc.Fingerprints;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Itoloc.Server.Locate;

/// <summary>Where a scan was taken, or that it is not of this site.</summary>
/// <param name="Known">Whether it is of this site; if not, nothing else is known.</param>
/// <param name="Building">The building.</param>
/// <param name="Floor">The floor.</param>
/// <param name="Region">The region.</param>
/// <param name="X">Metres along the floor's first axis.</param>
/// <param name="Y">Metres along the floor's second axis.</param>
/// <param name="Accuracy">Radius in metres of the circle that holds the true place in 95 % of cases.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Model">Version of the model that answered.</param>
/// <param name="Explanation">What it rests on, if asked for.</param>
sealed record LocateResponse(
    bool Known, string? Building, string? Floor, string? Region, double? X, double? Y, double? Accuracy,
    double? Confidence,
    int Model, Explanation? Explanation = null)
{
    public static LocateResponse Of(Answer answer) => new(
        answer.Estimate.Known, answer.Estimate.Building, answer.Estimate.Floor, answer.Estimate.Region,
        Millimetres(answer.Estimate.X), Millimetres(answer.Estimate.Y), Millimetres(answer.Estimate.Accuracy),
        Millimetres(answer.Estimate.Confidence), answer.Model.Version);

    static double? Millimetres(double? value) => value is { } number ? Math.Round(number, 3) : null;
}

/// <summary>One item's answer: a location, or why the item is no scan.</summary>
/// <param name="Location">Where it was taken.</param>
/// <param name="Error">What is wrong with it.</param>
sealed record BatchItem(LocateResponse? Location, string? Error);

/// <summary>The answers to a batch, in its order, all by one model.</summary>
/// <param name="Model">The model's version.</param>
/// <param name="Items">One for every item of the request.</param>
sealed record BatchResponse(int Model, IReadOnlyList<BatchItem> Items);

/// <summary>Locating.</summary>
static class LocateApi
{
    const int MostScans = 1000;

    public static void MapLocate(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder locate = routes.MapGroup("/sites/{site}/locate").WithTags("Locate").Requires(Scope.Locate);
        locate.MapPost("/", LocateAsync).Accepts<ScanShape>("application/json");
        locate.MapPost("/batch", LocateBatchAsync).Accepts<IReadOnlyList<ScanShape>>("application/json", "application/jsonl", "application/x-ndjson");
    }

    static async Task<Results<Ok<LocateResponse>, ProblemHttpResult>> LocateAsync(
        string site, HttpContext http, Locating locating, bool explain = false)
    {
        ScanReader read = ScanReader.Read(await RequestBody.ReadAsync(http, RequestBody.SmallLimit), isJson: true, most: 1);
        if (read.Scans is not [{ } scan])
            return TypedResults.Problem(statusCode: 400, detail: read.Rejected is [{ } rejected, ..] ? rejected.Reason : "No scan.");
        Site of = Caller.SiteOf(http);
        Scan[] asked = [scan.WithoutLabels()];
        if (await locating.AnswerAsync(of, asked) is not [{ } answer])
            return NoModel();
        locating.PublishAndKeep(of, Ingest.ClientOf(http), asked, [answer]);
        LocateResponse response = LocateResponse.Of(answer);
        return TypedResults.Ok(explain ? response with { Explanation = Explanation.Of(answer) } : response);
    }

    static async Task<Results<Ok<BatchResponse>, ProblemHttpResult>> LocateBatchAsync(
        string site, HttpContext http, Locating locating, bool explain = false)
    {
        ScanReader read = ScanReader.Read(
            await RequestBody.ReadAsync(http, RequestBody.SmallLimit), SurveysApi.IsJson(http), MostScans);
        Site of = Caller.SiteOf(http);
        Scan[] asked = [.. read.Scans.Select(scan => scan.WithoutLabels())];
        if (await locating.AnswerAsync(of, asked) is not { } answers)
            return NoModel();
        locating.PublishAndKeep(of, Ingest.ClientOf(http), asked, answers);
        IEnumerable<(long Item, BatchItem Answer)> items =
        [
            .. read.Items.Zip(answers, (item, answer) => (item, new BatchItem(
                explain ? LocateResponse.Of(answer) with { Explanation = Explanation.Of(answer) } : LocateResponse.Of(answer), null))),
            .. read.Rejected.Select(rejected => (rejected.Item, new BatchItem(null, rejected.Reason))),
        ];
        return TypedResults.Ok(new BatchResponse(
            answers.Count > 0 ? answers[0].Model.Version : 0,
            [.. items.OrderBy(item => item.Item).Select(item => item.Answer)]));
    }

    static ProblemHttpResult NoModel() =>
        TypedResults.Problem(statusCode: 409, detail: "The site has no model yet: send a survey, then train.");
}
