using Itoloc.Server.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Http;

/// <summary>The page of the API leaves no native route out.</summary>
public sealed class DocumentTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    [Fact]
    public void ApiPage_NamesEveryRoute()
    {
        _ = service.Server;
        string page = File.ReadAllText(Path.Combine(OpenApiTests.Root(AppContext.BaseDirectory), "docs", "api.md"));
        IEnumerable<string> missing = service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(route => route.RoutePattern.RawText!)
            .Where(route => route.StartsWith(Composition.NativePath, StringComparison.Ordinal))
            .Select(route => route[Composition.NativePath.Length..].TrimEnd('/')
                .Replace(":int", "", StringComparison.Ordinal).Replace(":long", "", StringComparison.Ordinal))
            .Where(route => !page.Contains($"{route}`", StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}
