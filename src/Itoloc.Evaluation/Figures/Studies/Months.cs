using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>
/// The paper's long-term experiment in a simulated building: a survey on one day, then for seven months people walk
/// through and their scans come in without labels.
/// </summary>
/// <remarks>
/// Week 18 brings the redecoration, so it is among the weeks tested. The scans of an update are walks; their steps and
/// headings go to the methods that ask for them (AcMu, WILL), their places to none.
/// </remarks>
sealed class Months(string scenario) : IProtocol
{
    const int ScansPerPoint = 8, TestScans = 400, WalksPerStep = 6, ScansPerWalk = 150;

    // Zones of WILL's plan are the building's regions, neighbours where a door joins them.
    public string Name => scenario;

    public string Description =>
        $"simulated {scenario}: a survey on day 0; every {{0}} weeks for 30 weeks an update with unlabelled walks, then tests by unseen devices";

    public string? Archive => null;

    /// <summary>One fold; scaled: every four weeks, 8 scans a reference point.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var plan = Scenarios.Find(scenario)!;
        var building = new SimulatedBuilding(plan, ShortTerm.BuildingSeed);
        int[] weeks = quick ? [2, 6, 10, 14, 18, 22, 26, 30] : [.. Enumerable.Range(1, 15).Select(i => 2 * i)];
        yield break;
    }
}
