using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation.Splits;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>
/// The paper's long-term experiment in a simulated building: a survey on one day, then for seven months people walk
/// through and their scans come in without labels.
/// </summary>
/// <remarks>
/// Week 18 brings the redecoration, so it is among the weeks tested. The scans of an update are walks of all phones, who
/// stand for eight seconds every 16 m or so, because AcMu's pins are phones at rest; their moves go to AcMu and WILL, who ask for them, their places to nobody. The same places are tested every time, by
/// the devices the survey has never seen. WILL is given the regions as its plan, neighbours where a door joins them, and
/// walks on the day of the survey.
/// </remarks>
sealed class Months(string scenario) : IProtocol
{
    const int TestScans = 400, SurveyWalks = 10, WalksPerStep = 4, ScansPerWalk = 100, Rest = 3;

    public string Name => scenario;

    public string Description =>
        $"simulated {scenario}: five phones survey on day 0; then for thirty weeks unlabelled walks of all phones, each "
        + "followed by a test with five other devices";

    public string? Archive => null;

    /// <summary>One fold; scaled: every four weeks instead of every two, 8 scans a reference point.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var plan = Scenarios.Find(scenario)!;
        var building = new SimulatedBuilding(plan, ShortTerm.BuildingSeed);
        int[] weeks = quick ? [2, 6, 10, 14, 18, 22, 26, 30] : [.. Enumerable.Range(1, 15).Select(i => 2 * i)];
        int scans = quick ? TestScans : 4 * TestScans;
        Phone[] walkers = [.. plan.SurveyPhones, .. plan.TestPhones];
        SimulatedWalk[] Walks(int week, int count) =>
        [
            .. Enumerable.Range(0, count).Select(i => building.WalkWithSensors(
                walkers[(week + i) % walkers.Length], 100 * week + i, ScansPerWalk, day: 7 * week, rest: Rest)),
        ];
        SimulatedWalk[][] steps = [.. weeks.Select(week => Walks(week, WalksPerStep))];
        yield return UpdateSteps.Add(
            new Fold
            {
                Name = scenario,
                Train = [.. building.Survey(scansPerPoint: quick ? SimulatedBuilding.ScansPerPoint : plan.FullScansPerPoint)],
                SurveyWalks = [.. Walks(0, SurveyWalks).Select(Bare)],
                WalkSteps = [.. steps.Select(step => (IReadOnlyList<Walk>)[.. step.Select(Bare)])],
                Plan = PlanOf(plan),
                Tests = [.. weeks.Select(week => new TestPart(
                    $"week {week:00}", week < 18 ? "before the redecoration" : "after the redecoration",
                    [.. building.Test(scans: scans, days: [7 * week])]))],
            },
            steps.Select(step => (IReadOnlyList<Scan>)[.. step.SelectMany(walk => walk.Scans)]));
    }

    static Walk Bare(SimulatedWalk walk) => new([.. walk.Scans.Select(scan => scan.WithoutLabels())], walk.Moves);

    static ZonePlan PlanOf(Scenario plan)
    {
        string[] names = [.. plan.Regions.Select(region => region.Name)];
        return new(
            [
                .. plan.Regions.Select(region => new PlanZone(
                    plan.Name, plan.Floor, region.Name,
                    region.Outline.Average(corner => corner.X), region.Outline.Average(corner => corner.Y))),
            ],
            [.. plan.Doors.Select(door => (Array.IndexOf(names, door.From), Array.IndexOf(names, door.To))).Distinct()]);
    }
}
