namespace Itoloc.Server.Keys;

/// <summary>The key that a request brings, and whether it came in a header or in the address.</summary>
/// <param name="Text">As sent, unchecked.</param>
/// <param name="IsInPath">Whether it came where logs and proxies see it, so that only a key made for that
/// counts.</param>
readonly record struct PresentedKey(string? Text, bool IsInPath)
{
    const string Bearer = "Bearer ";

    /// <summary>
    /// Looks for it: <c>Authorization: Bearer KEY</c>, <c>X-Api-Key: KEY</c>, the path (<see cref="PathKey"/>), or, on
    /// the routes of clients that are used to it, <c>?key=KEY</c>.
    /// </summary>
    public static PresentedKey Of(HttpContext context, RefusalStyle style)
    {
        string? authorization = context.Request.Headers.Authorization;
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
            return new(authorization[Bearer.Length..], IsInPath: false);
        if (context.Request.Headers.TryGetValue("X-Api-Key", out var header))
            return new(header, IsInPath: false);
        if (context.Features.Get<PathKey>() is { } path)
            return new(path.Text, IsInPath: true);
        if (style != RefusalStyle.Problem && context.Request.Query.TryGetValue("key", out var query))
            return new(query, IsInPath: true);
        return default;
    }
}
