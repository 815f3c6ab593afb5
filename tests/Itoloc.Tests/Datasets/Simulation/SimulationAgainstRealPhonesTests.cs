using System.Globalization;
using Itoloc.Datasets;
using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets.Simulation;

/// <summary>
/// The simulation must not be kinder than the world: repeated scans and phones must vary as much as the six real phones
/// of CSUIndoorLoc-Het in Glover hall did. Prints the table of <c>docs/simulation.md</c>.
/// </summary>
public class SimulationAgainstRealPhonesTests(ITestOutputHelper output)
{
    // The share of the real figure that the simulated one has to reach.
    const double NearlyAll = 0.9;

    [Theory]
    [InlineData("office", 5)]
    [InlineData("classroom", 8)]
    [InlineData("mall", 10)]
    public void Scans_VaryNoLessThanReal_BetweenRepetitionsAndBetweenPhones(string scenario, float gridMetres)
    {
        Figures real = Figures.Of(GloverScans());
        Figures simulated = Figures.Of(SimulatedScans(Scenarios.Find(scenario)! with { GridMetres = gridMetres }));
        output.WriteLine($"real      {real}");
        output.WriteLine($"{scenario,-9} {simulated}");

        Assert.True(simulated.RepeatSpread >= NearlyAll * real.RepeatSpread);
        Assert.True(simulated.Offset >= NearlyAll * real.Offset);
        Assert.True(simulated.Disagreement >= NearlyAll * real.Disagreement);
        Assert.True(simulated.HeardShare <= real.HeardShare / NearlyAll);
    }

    static IEnumerable<Scan> GloverScans() =>
        Importers.Find("csu-het")!.Read(TestData.Real("csu-het.zip"), new ReadReport())
            .Where(scan => scan.Building == "glover");

    // As in Glover hall: every phone stands at every point, facing one way, for ten scans.
    static IEnumerable<Scan> SimulatedScans(Scenario scenario)
    {
        var building = new SimulatedBuilding(scenario, seed: 1);
        IEnumerable<Phone> phones = building.Scenario.SurveyPhones.Concat(building.Scenario.TestPhones);
        return phones.Where(phone => phone.Response5 is not null)
            .SelectMany(phone => building.Survey([phone], scansPerPoint: 40).Where((_, i) => i % 4 == 0));
    }

    // All in dB but the share; means over phones or pairs of phones.
    sealed record Figures(
        double RepeatSpread, double Offset, double LargestOffset, double Disagreement, double HeardShare)
    {
        public static Figures Of(IEnumerable<Scan> scans)
        {
            Scan[][] phones = [.. scans.GroupBy(scan => scan.Device, (_, ofOne) => ofOne.ToArray())];
            int accessPoints = phones.SelectMany(ofOne => ofOne).SelectMany(scan => scan.Readings)
                .Select(reading => reading.AccessPoint).Distinct().Count();
            var pairs = (from i in Enumerable.Range(0, phones.Length)
                         from j in Enumerable.Range(i + 1, phones.Length - i - 1)
                         select ScanStatistics.Difference(phones[i], phones[j])).ToList();
            return new Figures(
                phones.Average(ScanStatistics.RepeatSpread),
                pairs.Average(pair => Math.Abs(pair.Mean)),
                pairs.Max(pair => Math.Abs(pair.Mean)),
                pairs.Average(pair => pair.Deviation),
                phones.Average(ofOne => ScanStatistics.HeardShare(ofOne, accessPoints)));
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {RepeatSpread:F2} | {Offset:F2} | {LargestOffset:F2} | {Disagreement:F2} | {HeardShare:P0} |");
    }
}
