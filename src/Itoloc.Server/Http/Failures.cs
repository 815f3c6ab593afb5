using System.Data.Common;
using Itoloc.Server.Find;
using Itoloc.Server.Geolocate;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Http;

/// <summary>
/// Turns what goes wrong into an answer in the client's own format. Our own faults are 5xx with a time to come back,
/// never 4xx, which makes some clients throw their scans away.
/// </summary>
sealed class Failures(RequestDelegate next, ILogger<Failures> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer to.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, failure);
        }
    }

    async Task AnswerAsync(HttpContext context, Exception failure)
    {
        (int status, string text) = failure switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            _ when Database.IsFull(failure) => (StatusCodes.Status507InsufficientStorage, "The disk is full; nothing was stored. Try again later."),
            DbException or IOException => (StatusCodes.Status503ServiceUnavailable, "The database does not answer; nothing was stored. Try again later."),
            _ => (StatusCodes.Status500InternalServerError, "Something failed here; nothing is wrong with the request."),
        };
        if (status >= StatusCodes.Status500InternalServerError)
            log.LogError("A request failed with {Status}: {Failure}", status, status == StatusCodes.Status500InternalServerError ? failure : failure.Message);
        context.Response.Clear();
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status507InsufficientStorage)
            context.Response.Headers.RetryAfter = "30";
        RefusalStyle style = context.GetEndpoint()?.Metadata.GetMetadata<Access>()?.Style ?? RefusalStyle.Problem;
        IResult body = style switch
        {
            RefusalStyle.Find => Results.Json(new FindAnswer(text, false), statusCode: status),
            RefusalStyle.Geolocate => GeolocateError.Of(status, text),
            _ => Results.Problem(statusCode: status, detail: text),
        };
        await body.ExecuteAsync(context);
    }
}
