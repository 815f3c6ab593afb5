using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Itoloc.Server.Tests;

/// <summary>The service as a process of its own, on a real port: it can be killed.</summary>
sealed partial class ServiceProcess : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly Process _process;

    ServiceProcess(Process process) => _process = process;

    /// <summary>The administrator's key; null when the folder had one already.</summary>
    public string? Key { get; private set; }

    public Uri Address { get; private set; } = null!;

    /// <summary>From the start of the process to the first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="isNew">Whether it will print its administrator's key.</param>
    /// <param name="settings">More settings, as arguments.</param>
    public static async Task<ServiceProcess> StartAsync(string folder, bool isNew, params string[] settings)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Itoloc.Server.dll"), "--data", folder, "--port", "0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string setting in settings)
            start.ArgumentList.Add(setting);
        ServiceProcess service = new(Process.Start(start)!);
        using CancellationTokenSource enough = new(Patience);
        while (service.Address is null)
        {
            string line = await service._process.StandardError.ReadLineAsync(enough.Token)
                ?? throw new InvalidOperationException("The service ended before it listened.");
            if (AddressLine().Match(line) is { Success: true } address)
                service.Address = new Uri(address.Groups[1].Value);
        }
        // The rest is read away, so that the process never waits for us.
        _ = service._process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (isNew)
            service.Key = KeyLine().Match((await service._process.StandardOutput.ReadLineAsync(enough.Token))!).Groups[1].Value;
        using HttpClient client = new() { BaseAddress = service.Address };
        (await client.GetAsync("/readyz", enough.Token)).EnsureSuccessStatusCode();
        service.StartTime = watch.Elapsed;
        return service;
    }

    public HttpClient Client(string key)
    {
        HttpClient client = new() { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    [GeneratedRegex("shown only now: ([a-z0-9]{34})")]
    private static partial Regex KeyLine();

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex AddressLine();
}
