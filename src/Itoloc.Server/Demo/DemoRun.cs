using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Demo;

/// <summary>
/// The demo: a simulated building surveyed, learnt and walked through before the eyes of whoever looks at the page,
/// aged by seven months and updated. Everything goes the way of a real site; only what phones hear is made up.
/// </summary>
sealed class DemoRun(
    ServeOptions options, IServiceScopeFactory scopes, Register register, Locating locating, DemoModels models,
    ILogger<DemoRun> log) : BackgroundService
{
    public const string SiteName = "simulated-office";

    const int SecondsShown = 300;
    const string Client = "demo";
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly Scenario _young = Scenarios.Find("office")!;
    readonly Lock _gate = new();
    readonly List<DemoSecond> _errors = [];
    IReadOnlyList<DemoWalker> _walkers = [];
    volatile string _phase = "surveying", _message = "A simulated office is being surveyed";
    volatile int _months, _wantedMonths;
    int _second;

    /// <summary>The key for the page; made when the site is.</summary>
    public string? Key { get; private set; }

    /// <summary>What is to be seen now.</summary>
    public DemoState State
    {
        get
        {
            lock (_gate)
            {
                return new(SiteName, _phase, models.Message ?? _message, Math.Round(models.Progress, 3), _months,
                    _months > 0 && models.IsUpdated, _walkers, [.. _errors]);
            }
        }
    }

    /// <summary>Ages the building, or makes it young again, before the next second.</summary>
    public void SetAge(int months) => _wantedMonths = months;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            Site site = await MakeSiteAsync(stoppingToken);
            await models.TrainAsync(site, phase => _phase = phase, stoppingToken);
            await WalkAsync(site, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            (_phase, _message) = ("failed", failure.Message);
            log.LogError("The demo failed: {Failure}", failure);
        }
    }

    async Task<Site> MakeSiteAsync(CancellationToken cancellation)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        Site site = await scope.ServiceProvider.GetRequiredService<DemoSite>().MakeAsync(SiteName, _young, cancellation);
        (Key, _) = await scope.ServiceProvider.GetRequiredService<KeyRing>().MakeAsync(
            site.Id, KeyRing.AllOfASite, inPath: false, "demo", by: null, cancellation);
        return site;
    }

    async Task WalkAsync(Site site, CancellationToken cancellation)
    {
        DemoWalkers people = new(_young, options.DemoSeed);
        (_phase, _message) = ("walking", "Phones of eight models walk through the office");
        using PeriodicTimer timer = new(Second);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (_wantedMonths != _months)
                await AgeAsync(site, people, _wantedMonths, cancellation);
            if (models.Problem is { } problem)
                _message = problem;
            else if (_months > 0 && models.IsUpdated)
                _message = $"{_months} months later; the model was updated with what phones heard meanwhile";
            await StepAsync(register.SiteOf(site.Id) ?? site, people.Step());
        }
    }

    async Task AgeAsync(Site site, DemoWalkers people, int months, CancellationToken cancellation)
    {
        people.Enter(AgedScenario.After(_young, months, options.DemoSeed), months);
        _months = months;
        if (months == 0)
        {
            await models.ServeFrozenAsync(site, cancellation);
            _message = "The day of the survey again";
        }
        else
        {
            _message = $"{months} months later: access points were replaced, moved and adjusted";
            // The frozen model is watched failing for a while before the update, as it would be for months.
            models.StartUpdating(site, month => people.Crowd(AgedScenario.After(_young, month, options.DemoSeed), month, options.DemoScansPerPhone), months, cancellation);
        }
    }

    async Task StepAsync(Site site, IReadOnlyList<Scan> truths)
    {
        // What the service is told: what was heard, by whom; it sets the time itself.
        Scan[] asked = [.. truths.Select(scan => scan.WithoutLabels() with { Time = null })];
        IReadOnlyList<Answer> answers = await locating.AnswerAsync(site, asked) ?? [];
        locating.PublishAndKeep(site, Client, asked, answers);
        IReadOnlyList<LocationEstimate> frozen = models.Frozen?.Locate(asked) ?? [];
        lock (_gate)
        {
            _walkers = [.. truths.Select((scan, i) => new DemoWalker(
                scan.Device!, scan.X!.Value, scan.Y!.Value, Round(frozen.ElementAtOrDefault(i)?.X), Round(frozen.ElementAtOrDefault(i)?.Y)))];
            _errors.Add(new(_second++, MeanError(truths, frozen), MeanError(truths, [.. answers.Select(answer => answer.Estimate)]), _months));
            if (_errors.Count > SecondsShown)
                _errors.RemoveAt(0);
        }
    }

    static double? MeanError(IReadOnlyList<Scan> truths, IReadOnlyList<LocationEstimate> estimates)
    {
        double[] errors = [.. truths.Zip(estimates).Where(pair => pair.Second.Known)
            .Select(pair => Math.Sqrt(Math.Pow(pair.First.X!.Value - pair.Second.X!.Value, 2) + Math.Pow(pair.First.Y!.Value - pair.Second.Y!.Value, 2)))];
        return errors.Length == 0 ? null : Math.Round(errors.Average(), 3);
    }

    static double? Round(double? metres) => metres is { } value ? Math.Round(value, 3) : null;
}
