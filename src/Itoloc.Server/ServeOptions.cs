using System.Globalization;

namespace Itoloc.Server;

/// <summary>What the operator decides when starting the service.</summary>
sealed record ServeOptions
{
    /// <summary>The folder that holds everything the service keeps, created when missing.</summary>
    public required string Data { get; init; }

    /// <summary>The port; 0 lets the system choose. Default 8480. Ignored when <c>urls</c> is set.</summary>
    public int Port { get; init; } = 8480;

    /// <summary>
    /// The address listened on. Default 127.0.0.1: reachable from elsewhere only when the operator says so.
    /// </summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>A PostgreSQL connection string; null = SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>
    /// The most that the SQLite file may grow to, in megabytes; then scans are refused with 507 until there is room.
    /// Null = as the disk allows. Ignored with PostgreSQL.
    /// </summary>
    public int? LargestDatabaseMegabytes { get; init; }

    /// <summary>
    /// Requests a second that one key may make, on average; bursts of twice as many are let through. Default 5000.
    /// </summary>
    public int RequestsPerSecond { get; init; } = 5000;

    /// <summary>Wrong keys a minute from one address before it is told to wait. Default 20.</summary>
    public int WrongKeysPerMinute { get; init; } = 20;

    /// <summary>Days that located scans and their positions are kept. Default 90; 0 = for ever.</summary>
    public int KeepQueriesDays { get; init; } = 90;

    /// <summary>Located scans kept for a site, the latest ones. Default 1,000,000.</summary>
    public int KeepQueriesPerSite { get; init; } = 1_000_000;

    /// <summary>Days after which a site's model is updated by itself, sooner when it drifts; 0 = never. Default 7.</summary>
    public int UpdateEveryDays { get; init; } = 7;

    /// <summary>New unlabelled scans without which no update starts by itself. Default 200.</summary>
    public int UpdateScans { get; init; } = 200;

    /// <summary>Live scans that an update is watched on before it may answer. Default 200.</summary>
    public int ShadowScans { get; init; } = 200;

    /// <summary>Seconds between two looks at what is due: updates, watched models, jobs left behind. Default 60.</summary>
    public int MaintenanceSeconds { get; init; } = 60;

    /// <summary>
    /// Where an OpenTelemetry collector listens (OTLP over gRPC); null = nothing is sent anywhere. Also taken from
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.
    /// </summary>
    public Uri? Collector { get; init; }

    /// <summary>Whether logs are lines of JSON.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Whether to make one more administrator's key, for when the first is lost.</summary>
    public bool NewAdminKey { get; init; }

    /// <summary>Threads that training may use. Default: half of the processors, at least 1.</summary>
    public int TrainingThreads { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>
    /// Models kept in memory; beyond it the one not used for longest is dropped and loaded again on demand. Default
    /// 256.
    /// </summary>
    public int LoadedModels { get; init; } = 256;

    /// <summary>Whether a simulated building is set up, trained and walked through: <c>itoloc demo</c>.</summary>
    public bool Demo { get; init; }

    /// <summary>Seed of the demo's building.</summary>
    public int DemoSeed { get; init; } = 1;

    /// <summary>Scans at each point of the demo's survey.</summary>
    public int DemoScansPerPoint { get; init; } = 8;

    /// <summary>Scans of each phone in each month from which the demo updates its model.</summary>
    public int DemoScansPerPhone { get; init; } = 60;

    /// <summary>Epochs of the demo's training; null = the preset's.</summary>
    public int? DemoEpochs { get; init; }

    /// <summary>
    /// Reads the settings: <c>--data</c>, <c>--port</c>, …, or <c>ITOLOC_SERVE_DATA</c>, <c>ITOLOC_SERVE_PORT</c>, ….
    /// </summary>
    /// <exception cref="ArgumentException">The data folder is missing from them, or a number is not one.</exception>
    public static ServeOptions From(string[] args)
    {
        IConfiguration settings = new ConfigurationBuilder().AddEnvironmentVariables("ITOLOC_SERVE_").AddCommandLine(args).Build();
        string data = settings["data"] ?? throw new ArgumentException("No data folder: serve needs --data FOLDER.");
        ServeOptions byDefault = new() { Data = Path.GetFullPath(data) };
        return byDefault with
        {
            Port = Number(settings, "port", 0, byDefault.Port),
            Host = settings["host"] ?? byDefault.Host,
            Database = settings["database"] is { Length: > 0 } database ? database : null,
            LargestDatabaseMegabytes = settings["largest-database-megabytes"] is null ? null : Number(settings, "largest-database-megabytes", 1, 1),
            RequestsPerSecond = Number(settings, "requests-per-second", 1, byDefault.RequestsPerSecond),
            WrongKeysPerMinute = Number(settings, "wrong-keys-per-minute", 1, byDefault.WrongKeysPerMinute),
            KeepQueriesDays = Number(settings, "keep-queries-days", 0, byDefault.KeepQueriesDays),
            KeepQueriesPerSite = Number(settings, "keep-queries-per-site", 1, byDefault.KeepQueriesPerSite),
            UpdateEveryDays = Number(settings, "update-every-days", 0, byDefault.UpdateEveryDays),
            UpdateScans = Number(settings, "update-scans", 1, byDefault.UpdateScans),
            ShadowScans = Number(settings, "shadow-scans", 1, byDefault.ShadowScans),
            MaintenanceSeconds = Number(settings, "maintenance-seconds", 1, byDefault.MaintenanceSeconds),
            Collector = Address(settings["collector"] ?? Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")),
            JsonLogs = settings["json-logs"] is "true",
            NewAdminKey = settings["new-admin-key"] is "true",
            TrainingThreads = Number(settings, "training-threads", 1, byDefault.TrainingThreads),
            LoadedModels = Number(settings, "loaded-models", 1, byDefault.LoadedModels),
            Demo = settings["demo"] is "true",
            DemoSeed = Number(settings, "demo-seed", int.MinValue, byDefault.DemoSeed),
            DemoScansPerPoint = Number(settings, "demo-scans-per-point", 1, byDefault.DemoScansPerPoint),
            DemoScansPerPhone = Number(settings, "demo-scans-per-phone", 1, byDefault.DemoScansPerPhone),
            DemoEpochs = settings["demo-epochs"] is null ? null : Number(settings, "demo-epochs", 1, 1),
        };
    }

    static Uri? Address(string? text) => string.IsNullOrEmpty(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address
        : throw new ArgumentException($"--collector needs an address such as http://collector:4317, not '{text}'.");

    static int Number(IConfiguration settings, string name, int minimum, int byDefault)
    {
        if (settings[name] is not { } text)
            return byDefault;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"--{name} needs a whole number of at least {minimum}, not '{text}'.");
    }
}
