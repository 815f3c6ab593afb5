using System.Diagnostics;
using Itoloc.Server.Keys;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Itoloc.Server.Health;

/// <summary>
/// OpenTelemetry: metrics to whoever scrapes <c>/metrics</c>, and metrics and traces to a collector when one is named. Without
/// that, nothing is sent anywhere.
/// </summary>
static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services, ServeOptions options)
    {
        services.AddSingleton<Metrics>();
        services.Configure<AspNetCoreTraceInstrumentationOptions>(KeepSecretsOut);
        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("itoloc", serviceVersion: HealthApi.Running.Version))
            .WithMetrics(metrics => metrics
                .AddMeter(Metrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql")
                .AddPrometheusExporter());
        if (options.Collector is not { } collector)
            return;
        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter(exporter => exporter.Endpoint = collector))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("Npgsql", "Quartz")
                .AddOtlpExporter(exporter => exporter.Endpoint = collector));
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").Requires(Scope.Read);

    // Paths hold keys, queries hold keys and devices: the route says enough.
    static void KeepSecretsOut(AspNetCoreTraceInstrumentationOptions instrumentation)
    {
        instrumentation.EnrichWithHttpResponse = (activity, _) => Strip(activity);
        instrumentation.EnrichWithException = (activity, _) => Strip(activity);
    }

    static void Strip(Activity activity)
    {
        foreach (string tag in (string[])["url.path", "url.query", "url.full", "user_agent.original", "client.address"])
            activity.SetTag(tag, null);
    }
}
