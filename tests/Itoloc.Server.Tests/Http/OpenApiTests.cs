using System.Text.Json.Nodes;

namespace Itoloc.Server.Tests.Http;

/// <summary>The description that is committed is the one that is served.</summary>
public sealed class OpenApiTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    [Fact]
    public async Task Document_IsTheCommittedOne()
    {
        using HttpClient client = await service.AdminAsync();
        string served = (await client.GetStringAsync($"{ServiceFactory.Api}/openapi.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        string committed = Path.Combine(Root(AppContext.BaseDirectory), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("ITOLOC_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(committed, served);

        Assert.Equal(JsonNode.Parse(await File.ReadAllTextAsync(committed))!.ToJsonString(), JsonNode.Parse(served)!.ToJsonString());
    }

    internal static string Root(string folder) => File.Exists(Path.Combine(folder, "Itoloc.slnx"))
        ? folder
        : Root(Directory.GetParent(folder)!.FullName);
}
