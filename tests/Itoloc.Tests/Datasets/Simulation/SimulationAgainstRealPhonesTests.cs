using System.Globalization;
using System.IO.Compression;
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

    static readonly string[] RealPhones = ["BLU", "HTC", "LG", "MOTO", "OP3", "S7"];

    [Fact]
    public void Scans_VaryNoLessThanReal_BetweenRepetitionsAndBetweenPhones()
    {
        string archive = Path.Combine(DataFolder(), "csu-het.zip");
        Assert.SkipUnless(File.Exists(archive), $"{archive} is not there (set ITOLOC_DATA).");

        Figures real = Figures.Of([.. RealPhones.Select(phone => GloverScans(archive, phone))]);
        Figures simulated = Figures.Of([.. SimulatedScans()]);
        output.WriteLine($"real      {real}");
        output.WriteLine($"simulated {simulated}");

        Assert.True(simulated.RepeatSpread >= NearlyAll * real.RepeatSpread);
        Assert.True(simulated.Offset >= NearlyAll * real.Offset);
        Assert.True(simulated.Disagreement >= NearlyAll * real.Disagreement);
        Assert.True(simulated.HeardShare <= real.HeardShare / NearlyAll);
    }

    // As in Glover hall: every phone stands at every point, facing one way, for ten scans.
    static IEnumerable<Scan[]> SimulatedScans()
    {
        var building = new SimulatedBuilding(Scenarios.Find("office")! with { GridMetres = 2.5f }, seed: 1);
        IEnumerable<Phone> phones = building.Scenario.SurveyPhones.Concat(building.Scenario.TestPhones);
        return phones.Where(phone => phone.Response5 is not null)
            .Select(phone => building.Survey([phone], scansPerPoint: 40).Where((_, i) => i % 4 == 0).ToArray());
    }

    static Scan[] GloverScans(string archive, string phone)
    {
        using ZipArchive zip = ZipFile.OpenRead(archive);
        return [.. Rows(zip.GetEntry($"train/{phone}_glover.csv")!), .. Rows(zip.GetEntry($"test/{phone}_glover.csv")!)];
    }

    static List<Scan> Rows(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        string[] names = reader.ReadLine()!.Split(',');
        var scans = new List<Scan>();
        while (reader.ReadLine() is string line)
        {
            double[] cells = [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            scans.Add(new Scan
            {
                X = cells[^3],
                Y = cells[^2],
                Readings =
                [
                    .. names.Zip(cells).SkipLast(3).Where(cell => cell.Second is > -100 and < 0)
                        .Select(cell => new Reading(cell.First, (float)cell.Second)),
                ],
            });
        }
        return scans;
    }

    static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("ITOLOC_DATA") is string folder)
            return folder;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Itoloc.slnx")))
            root = root.Parent;
        return Path.Combine(root?.FullName ?? ".", "..", "shared", "data");
    }

    // All in dB but the share; means over phones or pairs of phones.
    sealed record Figures(double RepeatSpread, double Offset, double LargestOffset, double Disagreement, double HeardShare)
    {
        public static Figures Of(IReadOnlyList<Scan[]> phones)
        {
            int accessPoints = phones.SelectMany(scans => scans).SelectMany(scan => scan.Readings)
                .Select(reading => reading.AccessPoint).Distinct().Count();
            var pairs = (from i in Enumerable.Range(0, phones.Count)
                         from j in Enumerable.Range(i + 1, phones.Count - i - 1)
                         select ScanStatistics.Difference(phones[i], phones[j])).ToList();
            return new Figures(
                phones.Average(ScanStatistics.RepeatSpread),
                pairs.Average(pair => Math.Abs(pair.Mean)),
                pairs.Max(pair => Math.Abs(pair.Mean)),
                pairs.Average(pair => pair.Deviation),
                phones.Average(scans => ScanStatistics.HeardShare(scans, accessPoints)));
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {RepeatSpread:F2} | {Offset:F2} | {LargestOffset:F2} | {Disagreement:F2} | {HeardShare:P0} |");
    }
}
