using System.Globalization;
using Itoloc.Datasets;
using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets.Simulation;

/// <summary>
/// A simulated building must age no less than the milder, and no more than the harsher, of two real buildings that were
/// measured for ten months and more. Prints the tables of <c>docs/simulation.md</c>.
/// </summary>
public class SimulationAgainstRealMonthsTests(ITestOutputHelper output)
{
    const int Seeds = 3;

    // Visits are a week, and 1, 3, 6 and 10 months after the survey, as near as the real sets have them.
    static readonly int[] Days = [7, 30, 91, 183, 304];
    static readonly int[] MtLocCollections = [2, 5, 14, 15, 26];
    static readonly int[] UjiMonths = [1, 2, 4, 7, 10];

    [Fact]
    public void Months_AgeBuildings_BetweenTheMilderAndTheHarsherRealOne()
    {
        Row[][] real = [MtLoc(), Uji("3"), Uji("5")];
        Row[][] simulated = [.. Scenarios.All.Select(Simulated)];
        Print("real", real);
        Print("simulated", simulated);

        for (int visit = 1; visit < Days.Length; visit++)
        {
            Row[] world = [.. real.Select(rows => rows[visit])];
            Assert.All(simulated.Select(rows => rows[visit]), row =>
            {
                Assert.InRange(row.HeardAgain, world.Min(r => r.HeardAgain) - 0.05, world.Max(r => r.HeardAgain) + 0.005);
                Assert.InRange(row.ShiftDb, 0.9 * world.Min(r => r.ShiftDb), 1.2 * world.Max(r => r.ShiftDb));
                Assert.InRange(row.Growth, 0.95 * world.Min(r => r.Growth), 1.1 * world.Max(r => r.Growth));
            });
        }
    }

    // The survey by one phone, the same phone later: what is seen is age alone.
    static Row[] Simulated(Scenario scenario)
    {
        Row[][] seeds =
        [
            .. Enumerable.Range(1, Seeds).Select(seed =>
            {
                var building = new SimulatedBuilding(scenario, seed);
                Phone[] phone = [scenario.SurveyPhones[1]];
                List<Scan> Visit(int day) => [.. building.Test(phone, scans: 200, days: [day])];
                return Rows(
                    scenario.Name, [.. building.Survey(phone, scansPerPoint: 4)], Visit(1),
                    [.. Days.Select(Visit).Select(visit => (visit, visit))]);
            }),
        ];
        return [.. Days.Select((_, visit) => Row.Mean([.. seeds.Select(rows => rows[visit])]))];
    }

    static Row[] MtLoc()
    {
        var scans = Importers.Find("mtloc")!
            .ReadEntries(TestData.Real("mtloc-office-01-26.zip"), new ReadReport())
            .ToLookup(
                scan => (int.Parse(scan.Entry.Split('_')[^3], CultureInfo.InvariantCulture), scan.Entry.Contains("testing", StringComparison.Ordinal)),
                scan => scan.Scan);
        List<Scan> Of(int collection, bool isTest) => [.. scans[(collection, isTest)]];
        return Rows("mtloc", Of(1, false), Of(1, false), [.. MtLocCollections.Select(i => (Of(i, false), Of(i, true)))]);
    }

    static Row[] Uji(string floor)
    {
        var scans = Importers.Find("uji-lib")!
            .ReadEntries(TestData.Real("uji-lib-months-01-15.zip"), new ReadReport())
            .Where(scan => scan.Scan.Floor == floor)
            .ToLookup(
                scan => (int.Parse(scan.Entry.Split('/')[^2], CultureInfo.InvariantCulture), scan.Entry.Split('/')[^1].StartsWith("tst", StringComparison.Ordinal)),
                scan => scan.Scan);
        List<Scan> Of(int month, bool isTest) => [.. scans[(month, isTest)]];
        return Rows($"uji-lib {floor}", Of(1, false), Of(1, false), [.. UjiMonths.Select(i => (Of(i, false), Of(i, true)))]);
    }

    /// <param name="name">The building.</param>
    /// <param name="survey">What is heard again and located with.</param>
    /// <param name="before">Scans at the places of the visits' first part.</param>
    /// <param name="visits">Scans that are compared with what was heard before, and scans that are located.</param>
    static Row[] Rows(string name, List<Scan> survey, List<Scan> before, (List<Scan> Heard, List<Scan> Located)[] visits)
    {
        var surveyed = ScanStatistics.Heard(survey);
        var localizer = Methods.Find("knn-star-fixed")!.Train(survey, new MethodContext()).Localizer;
        double[] errors = [.. visits.Select(visit => ErrorStatistics.Of(
            visit.Located.Zip(localizer.Locate(visit.Located), (scan, estimate) => new LocatedScan(scan, estimate)), (0, 0)).Mean!.Value)];
        return
        [
            .. visits.Select((visit, i) =>
            {
                var heard = ScanStatistics.Heard(visit.Heard);
                return new Row(
                    name,
                    surveyed.Where(ap => heard.ContainsKey(ap.Key)).Sum(ap => ap.Value) / (double)surveyed.Values.Sum(),
                    heard.Where(ap => !surveyed.ContainsKey(ap.Key)).Sum(ap => ap.Value) / (double)heard.Values.Sum(),
                    ScanStatistics.Shift(before, visit.Heard),
                    errors[i],
                    errors[i] / errors[0]);
            }),
        ];
    }

    void Print(string kind, Row[][] buildings)
    {
        foreach (Row[] rows in buildings)
        {
            foreach ((int visit, Row row) in rows.Index())
                output.WriteLine($"{kind,-10} day {Days[visit],3} {row}");
        }
    }

    // HeardAgain: share of the survey's readings that are of access points heard again. NewReadings: share of the visit's
    // readings that are not of the survey's access points. Growth: error to that of the first visit.
    sealed record Row(
        string Name, double HeardAgain, double NewReadings, double ShiftDb, double ErrorMetres, double Growth)
    {
        public static Row Mean(Row[] rows) => new(
            rows[0].Name, rows.Average(row => row.HeardAgain), rows.Average(row => row.NewReadings),
            rows.Average(row => row.ShiftDb), rows.Average(row => row.ErrorMetres), rows.Average(row => row.Growth));

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Name} | {HeardAgain:P0} | {NewReadings:P0} | {ShiftDb:F1} | {ErrorMetres:F2} | {Growth:F2} |");
    }
}
