using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;

namespace Itoloc.Server.Demo;

/// <summary>People who walk through a simulated building with phones of different models, one scan a second each.</summary>
sealed class DemoWalkers
{
    /// <summary>Ways are numbered; those of the crowds are others.</summary>
    const int FirstWay = 100, FirstCrowd = 1000;

    readonly int _seed;
    readonly (string Name, Phone Phone)[] _people;
    IEnumerator<Scan>[] _ways = [];
    int _steps;

    public DemoWalkers(Scenario scenario, int seed)
    {
        _seed = seed;
        _people = [.. scenario.TestPhones.Concat(scenario.SurveyPhones.Take(3)).Select(phone => (phone.Name, phone))];
        Enter(scenario, 0);
    }

    /// <summary>Lets them walk on through the building as it is some months after its survey.</summary>
    public void Enter(Scenario scenario, int months)
    {
        SimulatedBuilding building = new(scenario, _seed);
        _ways = [.. _people.Select((person, i) =>
            building.Walk(person.Phone, FirstWay + i, int.MaxValue, TimeSpan.FromSeconds(1), _steps, Day(months)).GetEnumerator())];
    }

    /// <summary>The next second: a scan of everybody, with the true place.</summary>
    public IReadOnlyList<Scan> Step()
    {
        _steps++;
        return [.. _ways.Select(way =>
        {
            way.MoveNext();
            return way.Current;
        })];
    }

    /// <summary>What phones hear during a month: the same models, other ways.</summary>
    public IReadOnlyList<Scan> Crowd(Scenario scenario, int months, int scansEach)
    {
        SimulatedBuilding building = new(scenario, _seed);
        return [.. _people.SelectMany((person, i) =>
            building.Walk(person.Phone, FirstCrowd * months + i, scansEach, TimeSpan.FromSeconds(5), 0, Day(months)))];
    }

    static int Day(int months) => 1 + 30 * months;
}
