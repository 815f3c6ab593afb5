using Itoloc.Server.Geolocate;

namespace Itoloc.Server.Keys;

/// <summary>Why a request goes no further.</summary>
enum RefusalReason
{
    NoKey,
    NotAllowed,
    NoSuchSite,
    TooManyWrongKeys,
    TooManyRequests,
}

/// <summary>A refusal in the words of the client it is for.</summary>
static class Refusal
{
    /// <summary>Writes it.</summary>
    /// <returns>False: the request was not admitted.</returns>
    public static async Task<bool> WriteAsync(HttpContext context, RefusalStyle style, RefusalReason reason)
    {
        (int status, string text) = reason switch
        {
            RefusalReason.NoKey => (StatusCodes.Status401Unauthorized, "A valid key is needed."),
            RefusalReason.NotAllowed => (StatusCodes.Status403Forbidden, "This key does not allow it."),
            RefusalReason.NoSuchSite => (StatusCodes.Status404NotFound, "There is no such site."),
            RefusalReason.TooManyWrongKeys => (StatusCodes.Status429TooManyRequests, "Too many wrong keys; wait a minute."),
            _ => (StatusCodes.Status429TooManyRequests, "Too many requests; wait a second."),
        };
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (status == StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = reason == RefusalReason.TooManyWrongKeys ? "60" : "1";
        IResult body = style switch
        {
            RefusalStyle.Find => Results.Json(new Find.FindAnswer(text, false), statusCode: status),
            RefusalStyle.Geolocate => status switch
            {
                StatusCodes.Status429TooManyRequests => GeolocateError.LimitExceeded,
                StatusCodes.Status404NotFound => GeolocateError.NotFound,
                _ => GeolocateError.KeyInvalid,
            },
            _ => Results.Problem(statusCode: status, detail: text),
        };
        await body.ExecuteAsync(context);
        return false;
    }
}
