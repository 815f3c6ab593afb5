using System.Net;
using System.Text.RegularExpressions;

namespace Itoloc.Server.Tests.Http;

/// <summary>The page is served to whoever asks, under a policy that lets nothing else in.</summary>
public sealed partial class PageTests(ServiceFactory service) : IClassFixture<ServiceFactory>
{
    [Fact]
    public async Task Page_AndItsFiles_AreServed_WithAStrictPolicy()
    {
        using HttpClient client = service.CreateClient();
        HttpResponseMessage page = await client.GetAsync("/");
        string html = await page.Content.ReadAsStringAsync();
        string[] files = [.. File().Matches(html).Select(match => match.Groups[1].Value)];

        Assert.True(files.Length >= 2);
        foreach (HttpResponseMessage answer in await Task.WhenAll(files.Select(file => client.GetAsync(file)).Append(Task.FromResult(page))))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            string policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", string.Join(' ', answer.Headers.GetValues("X-Content-Type-Options")));
        }
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-demo", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing.js", HttpStatusCode.NotFound)]
    [InlineData("GET", "/../appsettings.json", HttpStatusCode.NotFound)]
    [InlineData("POST", "/", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "/", HttpStatusCode.OK)]
    [InlineData("POST", "/api/itoloc/v1/demo/key", HttpStatusCode.NotFound)]
    public async Task OtherPaths_AreNotThere(string method, string path, HttpStatusCode status)
    {
        using HttpClient client = service.CreateClient();
        using HttpRequestMessage request = new(new HttpMethod(method), path);

        Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task DemoKey_IsGivenOnlyUnderThisComputersName()
    {
        string folder = Directory.CreateTempSubdirectory("itoloc-demo-").FullName;
        using (ServiceProcess demo = await ServiceProcess.StartAsync(
            folder, isNew: false, "--demo", "true", "--demo-scans-per-point", "1", "--demo-epochs", "1"))
        {
            using HttpClient client = new() { BaseAddress = demo.Address };
            Assert.Equal(HttpStatusCode.OK, await Eventually.IsAsync(() => AskAsync("localhost"), status => status == HttpStatusCode.OK));
            Assert.Equal(HttpStatusCode.OK, await AskAsync("[::1]"));
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync("elsewhere.example"));
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync("127.0.0.1.elsewhere.example"));

            async Task<HttpStatusCode> AskAsync(string host)
            {
                using HttpRequestMessage request = new(HttpMethod.Post, $"{ServiceFactory.Api}/demo/key");
                request.Headers.Host = host;
                return (await client.SendAsync(request)).StatusCode;
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("(?:src|href)=\"\\.(/assets/[^\"]+)\"")]
    private static partial Regex File();
}
