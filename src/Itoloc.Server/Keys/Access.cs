namespace Itoloc.Server.Keys;

/// <summary>What a route asks of its caller. A route without it is closed to everybody.</summary>
/// <param name="Scope">What the key must allow; null = no key is asked for (health only).</param>
/// <param name="Style">In what words a refusal is written.</param>
sealed record Access(Scope? Scope, RefusalStyle Style = RefusalStyle.Problem);

/// <summary>Whose error format a route speaks.</summary>
enum RefusalStyle
{
    /// <summary>RFC 9457 problem details.</summary>
    Problem,

    /// <summary>FIND3: <c>{"message", "success": false}</c>.</summary>
    Find,

    /// <summary>Ichnaea: <c>{"error": {…}}</c>.</summary>
    Geolocate,
}

/// <summary>How routes say what they ask of their caller.</summary>
static class AccessConventions
{
    public static TBuilder Requires<TBuilder>(
        this TBuilder route, Scope scope, RefusalStyle style = RefusalStyle.Problem)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Access(scope, style));

    /// <summary>Opens a route to everybody; for health only.</summary>
    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Access(null));
}
