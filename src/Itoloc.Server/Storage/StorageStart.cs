using Itoloc.Server.Keys;

namespace Itoloc.Server.Storage;

/// <summary>
/// What happens to the data folder before the first request is taken, and the watch for changes made elsewhere.
/// </summary>
sealed class StorageStart(
    ServeOptions options, Schema schema, Register register, FirstKey firstKey, TimeProvider clock,
    ILogger<StorageStart> log) : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(2);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Data);
        await schema.UpgradeAsync(cancellationToken);
        await register.RefreshAsync(cancellationToken);
        await firstKey.MakeIfNoneAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(RefreshPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await register.RefreshAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("The database cannot be read: {Reason}", failure.Message);
            }
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
