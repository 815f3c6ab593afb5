using System.Numerics;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets.Simulation;

/// <summary>
/// A building made up from a scenario and a seed: surveyed, tested and walked through without going there.
/// </summary>
/// <remarks>
/// Everything it yields is simulated and says so in <see cref="Scan.Site"/>. The same scenario, seed and arguments give
/// the same scans; a scan does not depend on which others were asked for before. What the simulation contains and where
/// its constants come from: <c>docs/simulation.md</c>.
/// </remarks>
public sealed class SimulatedBuilding
{
    /// <summary>Scans at each reference point unless another number is asked for.</summary>
    public const int ScansPerPoint = 8;

    const double WalkMetresPerSecond = 1;
    const int Headings = 4;
    const int PlacesBetweenRests = 8;
    static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);
    static readonly TimeSpan WayBetweenPoints = TimeSpan.FromSeconds(2);
    static readonly TimeSpan SurveyHours = TimeSpan.FromHours(8);

    readonly Seed _seed;
    readonly List<Channel> _channels = [];

    /// <summary>Builds the building: decides everything about it that does not change from scan to scan.</summary>
    /// <param name="scenario">Plan, access points and phones.</param>
    /// <param name="seed">Decides all random numbers.</param>
    public SimulatedBuilding(Scenario scenario, int seed)
    {
        Scenario = scenario;
        _seed = new Seed(0).With(scenario.Name).With(seed);
        foreach (Life life in new Lives(scenario, _seed).All())
        {
            foreach (Radio radio in life.AccessPoint.Radios)
                _channels.Add(new Channel(scenario, life, radio, _seed));
        }
    }

    /// <summary>Midnight of the day of the survey, a Monday; the building's clock shows UTC.</summary>
    public static DateTimeOffset SurveyDay { get; } = new(2019, 9, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The plan it was made from.</summary>
    public Scenario Scenario { get; }

    /// <summary>
    /// The survey: at every reference point <paramref name="scansPerPoint"/> scans, one a second from nine o'clock on,
    /// eight hours a day; what takes longer is gone on with the next day. The scans are dealt to the
    /// phones in turn, and the surveyor makes a quarter turn after each.
    /// </summary>
    /// <param name="phones">Phones to survey with; the scenario's survey phones if null.</param>
    /// <param name="scansPerPoint">Scans at each point, of all phones together; 8 gives 4,800 in the office.
    /// <see cref="Scenario.FullScansPerPoint"/> gives as many as the paper has.</param>
    /// <exception cref="ArgumentOutOfRangeException">No phone.</exception>
    public IEnumerable<Scan> Survey(IReadOnlyList<Phone>? phones = null, int scansPerPoint = ScansPerPoint)
    {
        phones ??= Scenario.SurveyPhones;
        ArgumentOutOfRangeException.ThrowIfZero(phones.Count, nameof(phones));
        TimeSpan perPoint = TimeSpan.FromSeconds(scansPerPoint) + WayBetweenPoints;
        return
            from point in Scenario.ReferencePoints().Index()
            from scan in Enumerable.Range(0, scansPerPoint)
            let heading = scan % Headings
            let time = SurveyTime(point.Index * perPoint + TimeSpan.FromSeconds(scan))
            let visit = _seed.With("survey").With(point.Index).With(heading)
            // Starting with another phone at each point gives every phone every heading.
            let phone = phones[(point.Index + scan) % phones.Count]
            select Measure(phone, new Pose(point.Item, heading * Math.Tau / Headings, time, visit));
    }

    /// <summary>
    /// Single scans anywhere in the building, on later days between eight and twenty o'clock, at places and headings
    /// drawn evenly; days and phones take turns.
    /// </summary>
    /// <param name="phones">Phones to test with; the scenario's test phones if null.</param>
    /// <param name="scans">How many scans.</param>
    /// <param name="days">Days after the survey; the scenario's test days if null.</param>
    /// <param name="part">Parts of different numbers share no scan: one to update with, another to test on.</param>
    /// <exception cref="ArgumentOutOfRangeException">No phone, or no day.</exception>
    public IEnumerable<Scan> Test(
        IReadOnlyList<Phone>? phones = null, int scans = 600, IReadOnlyList<int>? days = null, int part = 0)
    {
        phones ??= Scenario.TestPhones;
        days ??= Scenario.TestDays;
        Seed test = part == 0 ? _seed.With("test") : _seed.With("test").With("part").With(part);
        ArgumentOutOfRangeException.ThrowIfZero(phones.Count, nameof(phones));
        ArgumentOutOfRangeException.ThrowIfZero(days.Count, nameof(days));
        return
            from i in Enumerable.Range(0, scans)
            let visit = test.With(i)
            let point = Scenario.PlaceInside(visit.With("place"))
            let time = SurveyDay.AddDays(days[i % days.Count]).AddHours(8 + 12 * visit.With("time").Uniform())
            let heading = Math.Tau * visit.With("heading").Uniform()
            select Measure(phones[i / days.Count % phones.Count], new Pose(point, heading, time, visit));
    }

    /// <summary>
    /// Somebody walks from room to room at 1 m/s in the afternoon, a day after the survey or later; the phone scans as
    /// they go, so no two scans share the multipath of a spot.
    /// </summary>
    /// <param name="phone">The phone they carry.</param>
    /// <param name="seed">Decides the way; the building stays the same.</param>
    /// <param name="scans">How many scans.</param>
    /// <param name="interval">Time between two scans; two seconds if null.</param>
    /// <param name="first">The first scan wanted, to go on with a walk.</param>
    /// <param name="day">Days after the survey.</param>
    public IEnumerable<Scan> Walk(
        Phone phone, int seed, int scans = 60, TimeSpan? interval = null, int first = 0, int day = 1)
    {
        Seed walk = _seed.With("walk").With(seed);
        TimeSpan step = interval ?? DefaultInterval;
        DateTimeOffset start = SurveyDay.AddDays(day).AddHours(14);
        return Route.Along(Scenario, walk, step.TotalSeconds * WalkMetresPerSecond, first, scans).Select((place, i) =>
            Measure(phone, PoseOn(walk, first + i, place, start + (first + i) * step)));
    }

    /// <summary>
    /// The same walk as <see cref="Walk"/>, with what the phone's sensors say of it, and with rests if wanted. The first
    /// scan is taken at once.
    /// </summary>
    /// <param name="phone">The phone they carry.</param>
    /// <param name="seed">Decides the way and the sensors' errors; the building stays the same.</param>
    /// <param name="scans">How many scans.</param>
    /// <param name="interval">Time between two scans; two seconds if null.</param>
    /// <param name="day">Days after the survey.</param>
    /// <param name="rest">At every eighth place the walker stands for so many scans more.</param>
    public SimulatedWalk WalkWithSensors(
        Phone phone, int seed, int scans, TimeSpan? interval = null, int day = 1, int rest = 0)
    {
        Seed walk = _seed.With("walk").With(seed);
        TimeSpan step = interval ?? DefaultInterval;
        double metres = step.TotalSeconds * WalkMetresPerSecond;
        DateTimeOffset start = SurveyDay.AddDays(day).AddHours(14);
        int[] at = [.. Enumerable.Range(0, scans).Select(scan => Math.DivRem(scan, PlacesBetweenRests + rest))
            .Select(cycle => cycle.Quotient * PlacesBetweenRests + Math.Min(cycle.Remainder, PlacesBetweenRests - 1))];
        var places = Route.Along(Scenario, walk, metres, 0, at.LastOrDefault(-1) + 1).ToArray();
        var moves = new Pedometer(walk.With("sensors")).Moves(Scenario, walk, metres, places.Length);
        return new(
            [.. at.Select((place, scan) => Measure(phone, PoseOn(walk, place, places[place], start + scan * step)))],
            [.. at.Zip(at.Skip(1), (from, to) => from == to ? (0, 0) : moves[from])]);
    }

    static Pose PoseOn(Seed walk, int number, (Vector2 Position, double Heading) place, DateTimeOffset time) =>
        new(place.Position, place.Heading, time, walk.With("scan").With(number));

    static DateTimeOffset SurveyTime(TimeSpan worked) =>
        SurveyDay.AddDays(worked.Ticks / SurveyHours.Ticks).AddHours(9) + new TimeSpan(worked.Ticks % SurveyHours.Ticks);

    Scan Measure(Phone phone, Pose pose)
    {
        var receiver = new Receiver(phone, _seed);
        return new Scan
        {
            Site = Scenario.Site,
            Building = Scenario.Name,
            Floor = Scenario.Floor,
            Region = Scenario.RegionAt(pose.Position)?.Name,
            X = Math.Round(pose.Position.X, 3),
            Y = Math.Round(pose.Position.Y, 3),
            Device = phone.Name,
            Time = pose.Time,
            Readings = [.. _channels.SelectMany(channel => receiver.Hear(channel, pose))],
        };
    }
}
