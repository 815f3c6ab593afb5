using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Itoloc.Server.Geolocate;

/// <summary>Errors as the geolocation services write them, one body for every route.</summary>
static class GeolocateError
{
    public static IResult KeyInvalid { get; } = Make(400, "usageLimits", "keyInvalid", "Missing or invalid API key.");

    public static IResult LimitExceeded { get; } = Make(403, "usageLimits", "dailyLimitExceeded", "You have exceeded your daily limit.");

    public static IResult NotFound { get; } = Make(404, "geolocation", "notFound", "Not found");

    public static IResult ParseError { get; } = Make(400, "global", "parseError", "Parse Error");

    /// <summary>The error for a failure that no route foresees.</summary>
    public static IResult Of(int status, string message) => status switch
    {
        413 or 415 => Make(status, "global", "parseError", message),
        < 500 => ParseError,
        500 => Make(500, "global", "internalError", "Internal Error"),
        _ => Make(status, "global", "serviceUnavailable", "Service Unavailable"),
    };

    static JsonHttpResult<GeolocateErrorBody> Make(int code, string domain, string reason, string message) =>
        TypedResults.Json(new GeolocateErrorBody(new([new(domain, reason, message)], code, message)), statusCode: code);
}

/// <summary>The body.</summary>
sealed record GeolocateErrorBody([property: JsonPropertyName("error")] GeolocateErrorContent Error);

/// <summary>Its one member.</summary>
sealed record GeolocateErrorContent(IReadOnlyList<GeolocateErrorItem> Errors, int Code, string Message);

/// <summary>An error.</summary>
sealed record GeolocateErrorItem(string Domain, string Reason, string Message);
