using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Itoloc.Server.Keys;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Itoloc.Server.Tests.Health;

/// <summary>What can be measured from outside, and that it tells no secrets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_CountWhatIsDone_ForWhoeverHasAKey()
    {
        await using ServiceFactory service = new();
        using HttpClient client = await service.SiteClientAsync("metrics");
        using HttpClient stranger = service.CreateClient();
        await ServiceFactory.TrainAsync(client, "metrics");
        await ServiceFactory.JsonOfAsync(await client.PostAsJsonAsync(
            $"{ServiceFactory.Api}/sites/metrics/locate", new { device = "secret-phone", wifi = ToySurvey.Hear(0, 0, new Random(1)) }));

        string metrics = await client.GetStringAsync("/metrics");

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/metrics")).StatusCode);
        // Services of other tests in this process are counted with it.
        Assert.Matches("itoloc_locate_answers_total\\{[^}]*known=\"[Tt]rue\"[^}]*\\} [1-9]", metrics);
        Assert.Contains("itoloc_models_loaded", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_bucket", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_process_memory_working_set", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-phone", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_HoldRoutes_AndNoKeyAndNoDevice()
    {
        await using Traced service = new();
        string key = await service.SiteKeyAsync("traces", KeyRing.AllowedInPath, inPath: true);
        using HttpClient client = service.CreateClient();

        await client.GetAsync($"/k/{key}{ServiceFactory.Api}/sites/traces/history?device=secret-phone");
        await client.PostAsJsonAsync($"/v1/geolocate?key={key}", new { wifiAccessPoints = 5 });
        await client.DeleteAsync($"/k/{key}{ServiceFactory.Api}/sites/traces/devices/secret-phone");

        string[] spans = await Eventually.IsAsync(
            () => Task.FromResult(service.Spans.ToArray()), spans => spans.Any(span => span.Contains("{device}", StringComparison.Ordinal)));
        string all = string.Join('\n', spans);
        Assert.Contains("/sites/{site}/history", all, StringComparison.Ordinal);
        Assert.DoesNotContain(key, all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret-phone", all, StringComparison.Ordinal);
    }

    /// <summary>With a collector that is not there, and a second exporter that remembers.</summary>
    sealed class Traced : ServiceFactory
    {
        public ConcurrentQueue<string> Spans { get; } = [];

        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string> { ["collector"] = "http://127.0.0.1:9" };

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.ConfigureOpenTelemetryTracerProvider(
                traces => traces.AddProcessor(new SimpleActivityExportProcessor(new Remembering(Spans)))));
        }
    }

    sealed class Remembering(ConcurrentQueue<string> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (Activity span in batch)
                spans.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))}");
            return ExportResult.Success;
        }
    }
}
