namespace Itoloc.Server.Keys;

/// <summary>
/// A key at the front of a path, <c>/k/KEY/data</c>, for clients that can send no header: taken off before routing, so
/// that the rest is an ordinary path and no log or route ever sees the key.
/// </summary>
sealed record PathKey(string Text)
{
    const string Prefix = "/k/";

    public static Task TakeOff(HttpContext context, RequestDelegate next)
    {
        string path = context.Request.Path.Value ?? "";
        if (path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            int end = path.IndexOf('/', Prefix.Length);
            context.Features.Set(new PathKey(end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end]));
            context.Request.Path = end < 0 ? "/" : path[end..];
        }
        return next(context);
    }
}
