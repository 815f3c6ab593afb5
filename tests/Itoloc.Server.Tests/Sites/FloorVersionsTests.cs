using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Itoloc.Server.Tests.Sites;

/// <summary>What was drawn is never lost.</summary>
public sealed class FloorVersionsTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string Floor = $"{ServiceFactory.Api}/sites/versions/buildings/b/floors/1";

    [Fact]
    public async Task EveryChange_IsKept_AndComesBack()
    {
        using HttpClient client = await service.SiteClientAsync("versions");
        (await client.PutAsJsonAsync(Floor, new { width = 10, height = 5 })).EnsureSuccessStatusCode();
        (await client.PutAsJsonAsync(Floor, new { width = 20, height = 8 })).EnsureSuccessStatusCode();
        await PutPlanAsync(client, "red");
        await PutPlanAsync(client, "blue");

        JsonElement[] versions = (await client.GetFromJsonAsync<JsonElement[]>($"{Floor}/versions"))!;
        Assert.Equal(["plan", "plan", "floor", "floor"], versions.Select(version => version.GetProperty("kind").GetString()));
        foreach (JsonElement version in versions[..1].Concat(versions[2..3]))
            (await client.PostAsync($"{Floor}/versions/{version.GetProperty("id")}/restore", null)).EnsureSuccessStatusCode();

        Assert.Contains("red", await client.GetStringAsync($"{Floor}/plan"), StringComparison.Ordinal);
        JsonElement[] floors = (await client.GetFromJsonAsync<JsonElement[]>($"{ServiceFactory.Api}/sites/versions/floors"))!;
        Assert.Equal(10, floors[0].GetProperty("width").GetDouble());
        // The blue one is a version now.
        versions = (await client.GetFromJsonAsync<JsonElement[]>($"{Floor}/versions"))!;
        Assert.Equal(6, versions.Length);
        (await client.PostAsync($"{Floor}/versions/{versions[1].GetProperty("id")}/restore", null)).EnsureSuccessStatusCode();
        Assert.Contains("blue", await client.GetStringAsync($"{Floor}/plan"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VersionsOfAnotherSite_AreNotThere()
    {
        // A site of its own, which the other test does not change.
        const string floor = $"{ServiceFactory.Api}/sites/apart/buildings/b/floors/1";
        using HttpClient client = await service.SiteClientAsync("apart");
        using HttpClient stranger = await service.SiteClientAsync("stranger");
        (await client.PutAsJsonAsync(floor, new { width = 1, height = 1 })).EnsureSuccessStatusCode();
        (await stranger.PutAsJsonAsync($"{ServiceFactory.Api}/sites/stranger/buildings/b/floors/1", new { })).EnsureSuccessStatusCode();
        JsonElement[] versions = (await client.GetFromJsonAsync<JsonElement[]>($"{floor}/versions"))!;

        HttpResponseMessage answer = await stranger.PostAsync(
            $"{ServiceFactory.Api}/sites/stranger/buildings/b/floors/1/versions/{versions[0].GetProperty("id")}/restore", null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    static async Task PutPlanAsync(HttpClient client, string colour)
    {
        using StringContent plan = new($"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect fill='{colour}'/></svg>", System.Text.Encoding.UTF8, "image/svg+xml");
        (await client.PutAsync($"{Floor}/plan", plan)).EnsureSuccessStatusCode();
    }
}
