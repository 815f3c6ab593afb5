using Itoloc.Fingerprints;
using Itoloc.Server.Keys;
using Itoloc.Server.Models;
using Itoloc.Server.Training;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Itoloc.Server.Surveys;

/// <summary>How well a reference point can be told from the others.</summary>
/// <param name="Building">The building.</param>
/// <param name="Floor">The floor.</param>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="ErrorMetres">Mean error of its scans when located by the scans of all other points.</param>
sealed record PointError(string? Building, string? Floor, double X, double Y, double ErrorMetres);

/// <summary>The error to be expected over the plan.</summary>
static class SurveyErrorApi
{
    const int Neighbours = 5;
    const int ScansPerPoint = 4;
    const int MostPoints = 1000;

    public static void MapSurveyError(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/survey-error", ErrorsAsync).WithTags("Surveys").Requires(Scope.Read);

    /// <summary>
    /// Each point's scans, located as if the point had never been surveyed: by the mean place of the five scans of
    /// other points that are most like it. No network takes part; it says where the survey is thin or the air alike.
    /// </summary>
    static async Task<Results<Ok<PointError[]>, ProblemHttpResult>> ErrorsAsync(string site, HttpContext http, ServedModels models)
    {
        if (await models.FindAsync(Caller.SiteOf(http)) is not { } model)
            return TypedResults.Problem(statusCode: 409, detail: "The site has no model yet: send a survey, then train.");
        IReadOnlyList<SurveyRow> rows = model.Localizer.Rows;
        var points = Enumerable.Range(0, rows.Count).Where(row => rows[row].Floor != Placement.UnplacedFloor)
            .GroupBy(row => (rows[row].Building, rows[row].Floor, X: Math.Round(rows[row].X, 1), Y: Math.Round(rows[row].Y, 1)))
            .Take(MostPoints).ToArray();
        return TypedResults.Ok(points.Select(point => new PointError(
            point.Key.Building, point.Key.Floor, point.Key.X, point.Key.Y,
            Math.Round(point.Take(ScansPerPoint).Average(row => ErrorOf(model.Localizer, row, [.. point])), 2))).ToArray());
    }

    static double ErrorOf(Localizer model, int row, HashSet<int> own)
    {
        SurveyRow truth = model.Rows[row];
        SurveyRow[] nearest = [.. model.Map.Nearest(model.Fingerprints[row], Neighbours + own.Count)
            .Where(neighbour => !own.Contains(neighbour.Row)).Take(Neighbours).Select(neighbour => model.Rows[neighbour.Row])
            .Where(other => other.Building == truth.Building && other.Floor == truth.Floor)];
        return nearest.Length == 0
            ? 0
            : Math.Sqrt(Math.Pow(nearest.Average(other => other.X) - truth.X, 2) + Math.Pow(nearest.Average(other => other.Y) - truth.Y, 2));
    }
}
