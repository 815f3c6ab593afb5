using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Itoloc.Server.Tests.Keys;

public sealed class KeysTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    const string Api = ServiceFactory.Api;

    [Fact]
    public async Task Make_GivesAKeyThatDoesWhatItsScopesSay_UntilItIsRevoked()
    {
        using HttpClient manager = await service.SiteClientAsync("keys");
        JsonElement made = await ServiceFactory.JsonOfAsync(await manager.PostAsJsonAsync(
            $"{Api}/sites/keys/keys", new { name = "reader", scopes = new[] { "read" } }));
        using HttpClient reader = service.WithKey(made.GetProperty("key").GetString()!);

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"{Api}/sites/keys/coverage")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync($"{Api}/sites/keys/keys")).StatusCode);

        HttpResponseMessage revoked = await manager.DeleteAsync($"{Api}/sites/keys/keys/{made.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.GetAsync($"{Api}/sites/keys/coverage")).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"a","scopes":["admin"]}""")]
    [InlineData("""{"name":"a","scopes":["17"]}""")]
    [InlineData("""{"name":"a","scopes":[]}""")]
    [InlineData("""{"name":"","scopes":["read"]}""")]
    [InlineData("""{"name":"a","scopes":["manage"],"inPath":true}""")]
    [InlineData("""{"scopes":5}""")]
    [InlineData("""nothing""")]
    public async Task Make_Refuses(string body)
    {
        using HttpClient manager = await service.SiteClientAsync("refuse");

        HttpResponseMessage answer = await manager.PostAsync(
            $"{Api}/sites/refuse/keys", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Key_InAPath_WorksOnlyIfMadeForIt()
    {
        string forPaths = await service.SiteKeyAsync("paths", Scope.Read, inPath: true);
        string forHeaders = await service.SiteKeyAsync("paths", Scope.Read);
        using HttpClient client = service.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/k/{forPaths.ToUpperInvariant()}{Api}/sites/paths/coverage")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/k/{forHeaders}{Api}/sites/paths/coverage")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/k/{Api}/sites/paths/coverage")).StatusCode);
    }

    [Fact]
    public async Task Keys_AreNowhereInTheFiles()
    {
        string key = await service.SiteKeyAsync("atrest");
        await using (ItolocContext context = await service.Services.GetRequiredService<IDbContextFactory<ItolocContext>>().CreateDbContextAsync())
            await context.Database.ExecuteSqlAsync($"SELECT 1");

        foreach (string file in Directory.EnumerateFiles(service.Folder, "*", SearchOption.AllDirectories))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream whole = new();
            await stream.CopyToAsync(whole);
            Assert.True(whole.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(key[KeyText.PublicLength..])) < 0, file);
        }
    }

    [Fact]
    public void Make_GivesKeysThatSurviveTheClientsThatChangeAddresses()
    {
        for (int i = 0; i < 1000; i++)
        {
            string key = KeyText.Make();
            Assert.Equal(key.ToLowerInvariant(), key);
            Assert.DoesNotContain("http", key, StringComparison.Ordinal);
            Assert.True(KeyText.TryNormalise(key.ToUpperInvariant(), out string same));
            Assert.Equal(key, same);
        }
    }
}

/// <summary>Limits, on a service of their own.</summary>
public sealed class LimitTests
{
    sealed class Strict : ServiceFactory
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["wrong-keys-per-minute"] = "5",
            ["requests-per-second"] = "1",
        };
    }

    [Fact]
    public async Task WrongKeys_AreSlowedDown()
    {
        await using Strict service = new();
        using HttpClient stranger = service.CreateClient();
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 7; i++)
            answers.Add((await stranger.GetAsync($"{ServiceFactory.Api}/sites")).StatusCode);

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), answers[..5]);
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], answers[5..]);
    }

    [Fact]
    public async Task Requests_AreLimitedForEveryKey_WithATimeToComeBack()
    {
        await using Strict service = new();
        string greedy = await service.MakeKeyAsync(null, KeyRing.AllOfASite | Scope.Admin, inPath: false);
        using HttpClient client = service.WithKey(greedy);
        List<HttpResponseMessage> answers = [];
        for (int i = 0; i < 60; i++)
            answers.Add(await client.GetAsync($"{ServiceFactory.Api}/sites"));
        using HttpClient other = service.WithKey(await service.MakeKeyAsync(null, KeyRing.AllOfASite | Scope.Admin, inPath: false));

        HttpResponseMessage refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"{ServiceFactory.Api}/sites")).StatusCode);
    }
}
