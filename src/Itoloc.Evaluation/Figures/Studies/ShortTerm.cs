using Itoloc.Datasets.Simulation;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>
/// The paper's short-term experiments in a simulated building: five phones survey on one day, five others are asked
/// about for two weeks, nothing is updated.
/// </summary>
/// <remarks>
/// A test part is a device on a day: 25 target domains as in Section V-C1. Its scans are a walk from room to room, one
/// every two seconds, for GIFT needs scans in the order of a walk; the way is the same for all domains, so that they
/// differ by device and day alone. One of the survey's phones walks too, as what a known phone reaches.
/// </remarks>
sealed class ShortTerm(string scenario) : IProtocol
{
    /// <summary>Decides the building; all studies are in the same.</summary>
    public const int BuildingSeed = 1;

    const int WaySeed = 11;
    const int ScansPerWalk = 150;

    /// <summary>The group of the survey's phone.</summary>
    public const string Known = "known phone";

    /// <summary>Days after the survey.</summary>
    public static IReadOnlyList<int> Days { get; } = [0, 1, 3, 7, 14];

    public string Name => scenario;

    public string Description =>
        $"simulated {scenario}: five phones survey on day 0, five others walk on days {string.Join(", ", Days)}";

    public string? Archive => null;

    /// <summary>One fold; scaled: 8 scans a reference point and walks of 150 scans.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var plan = Scenarios.Find(scenario)!;
        var building = new SimulatedBuilding(plan, BuildingSeed);
        int scans = quick ? ScansPerWalk : 4 * ScansPerWalk;
        TestPart Part(Phone phone, int day, string group) => new(
            $"{phone.Name}, day {day:00}", group, [.. building.Walk(phone, WaySeed, scans, day: day)]);
        yield return new Fold
        {
            Name = scenario,
            Train = [.. building.Survey(scansPerPoint: quick ? SimulatedBuilding.ScansPerPoint : plan.FullScansPerPoint)],
            Tests =
            [
                .. from day in Days from phone in plan.TestPhones select Part(phone, day, $"day {day:00}"),
                .. from day in Days select Part(plan.SurveyPhones[0], day, Known),
            ],
        };
    }
}
