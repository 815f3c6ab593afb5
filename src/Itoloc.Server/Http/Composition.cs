using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Itoloc.Server.AccessPoints;
using Itoloc.Server.Audit;
using Itoloc.Server.Demo;
using Itoloc.Server.Find;
using Itoloc.Server.Geolocate;
using Itoloc.Server.Health;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;
using Itoloc.Server.Training;
using Itoloc.Server.Updates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Http;

/// <summary>What the service is made of: listening, services, the way of a request, routes.</summary>
static class Composition
{
    /// <summary>Where the native API lives: a path that none of the compatible clients uses.</summary>
    public const string NativePath = "/api/itoloc/v1";

    public static void ListenOn(this WebApplicationBuilder builder, ServeOptions options)
    {
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls($"http://{options.Host}:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.LargeLimit;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
    }

    /// <summary>The framework's own lines would hold addresses, and with them keys and devices.</summary>
    public static void KeepSecretsOutOfLogs(this WebApplicationBuilder builder, ServeOptions options)
    {
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.JsonLogs)
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        // What stops the start is said in one line, by whoever started it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
    }

    public static void AddItoloc(this IServiceCollection services, ServeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        services.AddRateLimiter(limiter => limiter.LimitEachKey(options));

        services.AddSingleton<Database>().AddSingleton<Backup>().AddSingleton<Schema>().AddSingleton<Register>();
        services.AddPooledDbContextFactory<ItolocContext>((provider, context) => provider.GetRequiredService<Database>().Configure(context));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ItolocContext>>().CreateDbContext());
        services.AddHosted<ScanWriter>().AddHosted<StorageStart>().AddHosted<Notifications>();

        services.AddTelemetry(options);
        services.AddSingleton<WrongKeyLimit>().AddSingleton<FirstKey>().AddScoped<KeyRing>().AddScoped<AuditLog>();
        services.AddScoped<FloorMap>().AddScoped<FloorVersions>();
        services.AddSingleton<LargeRequests>().AddSingleton<Ingest>().AddScoped<SurveyStore>().AddScoped<SurveyScans>();
        services.AddSingleton<ServedModels>().AddScoped<ModelStore>();
        services.AddSingleton(new TrainingRecipe()).AddScoped<TrainingStart>();
        services.AddSingleton(new UpdatingRecipe()).AddScoped<UnlabelledScans>().AddScoped<ShadowWatch>().AddScoped<DriftWatch>();
        services.AddScoped<Retention>().AddScoped<Maintenance>();
        services.AddJobs(options);
        services.AddSingleton<FindCaller>().AddScoped<Submission>();
        services.AddSingleton<LivePositions>().AddSingleton<Locating>();
        if (options.Demo)
            services.AddDemo();
    }

    public static void UseItoloc(this WebApplication app)
    {
        app.UseMiddleware<Failures>();
        app.UseMiddleware<Page>();
        app.Use(PathKey.TakeOff);
        app.UseRouting();
        app.UseMiddleware<KeyGate>();
        app.UseRateLimiter();
        app.UseWebSockets();
        app.UseStatusCodePages();
    }

    public static void MapItoloc(this WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();

        RouteGroupBuilder native = app.MapGroup(NativePath).WithGroupName("v1");
        native.MapVersion();
        native.MapSites();
        native.MapKeys();
        native.MapAudit();
        native.MapFloors();
        native.MapFloorVersions();
        native.MapRegions();
        native.MapSurveys();
        native.MapSurveyScans();
        native.MapSurveyError();
        native.MapStanding();
        native.MapAccessPoints();
        native.MapTraining();
        native.MapJobs();
        native.MapModels();
        native.MapUpdates();
        native.MapModelDescription();
        native.MapLocate();
        native.MapExplain();
        native.MapLive();
        native.MapHistory();
        if (app.Services.GetRequiredService<ServeOptions>().Demo)
            native.MapDemo();
        app.MapFind();
        app.MapFindReads();
        app.MapFindSocket();
        app.MapGeolocate();
        app.MapSubmit();
        app.MapOpenApi(NativePath + "/openapi.json").Requires(Scope.None);
    }

    static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());

    // A token bucket for every key; what comes without one is health, which has a bucket for every address.
    static void LimitEachKey(this Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limiter, ServeOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Features.Get<Caller>()?.Key.PublicId ?? $"{context.Connection.RemoteIpAddress}",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * options.RequestsPerSecond,
                TokensPerPeriod = Math.Max(1, options.RequestsPerSecond / 10),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, options.RequestsPerSecond / 10) / (double)options.RequestsPerSecond),
                QueueLimit = 0,
            }));
        limiter.OnRejected = async (rejected, _) =>
        {
            RefusalStyle style = rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Access>()?.Style ?? RefusalStyle.Problem;
            await Refusal.WriteAsync(rejected.HttpContext, style, RefusalReason.TooManyRequests);
        };
    }
}
