using System.Net;
using Itoloc.Server.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Itoloc.Server.Demo;

/// <summary>What the page asks the demo; there are no such routes in a service that is no demo.</summary>
static class DemoApi
{
    const int MostMonths = 12;

    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoModels>().AddSingleton<DemoRun>().AddScoped<DemoSite>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoRun>());
    }

    public static void MapDemo(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder demo = routes.MapGroup("/demo");
        demo.MapGet("/", (DemoRun run) => TypedResults.Ok(run.State)).Requires(Scope.None);
        demo.MapPost("/age", (DemoAge age, DemoRun run) =>
        {
            run.SetAge(Math.Clamp(age.Months, 0, MostMonths));
            return TypedResults.NoContent();
        }).Requires(Scope.None);
        demo.MapPost("/key", GiveKey).NeedsNoKey();
    }

    // The key opens a building that does not exist, and only whoever sits at this computer is given it: not a page of elsewhere
    // whose name was made to mean this computer.
    static Results<Ok<DemoKey>, NotFound> GiveKey(HttpContext http, DemoRun run) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && IsThisComputer(http.Request.Host.Host)
        && run.Key is { } key
            ? TypedResults.Ok(new DemoKey(key, DemoRun.SiteName))
            : TypedResults.NotFound();

    static bool IsThisComputer(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
