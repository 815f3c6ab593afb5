using System.IO.Compression;
using Itoloc.Evaluation.Rivals;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>Walks through a mall's floor with inertial sensors: the one real set on which AcMu and WILL are
/// whole.</summary>
/// <remarks>
/// Walks in order of time, of every five three for the survey, one for the update, one for the test; all within two
/// days, so that nothing ages. (The surveyors went through the floor part by part: the last walks alone are where no
/// earlier one was.) Regions are 20 stretches of the corridors, found from the survey's
/// places (surveyors never enter shops), neighbours where a survey walk goes from one to the other: they are the plan.
/// </remarks>
sealed class MallWalks : IProtocol
{
    const int Zones = 20, PlanSeed = 20191124, LeastCrossings = 2;

    public string Name => "mall-walks";

    public string Description =>
        "indoor-competition, a mall's floor: of every five walks three are the survey, one the update, with inertial data, one the test";

    public string Archive => "indoor-competition-site1-F1.zip";

    /// <summary>One fold; quick: every fourth scan of the survey.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        string path = Path.Combine(dataFolder, Archive);
        var scans = DataArchive.Read("indoor-competition", path, scan => scan.Entry);
        string[] walks = [.. scans.Keys.OrderBy(entry => scans[entry][0].Time).ThenBy(entry => entry, StringComparer.Ordinal)];
        string[] survey = [.. walks.Where((_, i) => i % 5 < 3)];
        string[] update = [.. walks.Where((_, i) => i % 5 == 3)];
        string[] test = [.. walks.Where((_, i) => i % 5 == 4)];

        float[][] centres = KMeans.Centres(
            [.. survey.SelectMany(walk => Placed(scans[walk])).Select(Place)], Zones, 5, new Random(PlanSeed));
        Scan Named(Scan scan) => scan with { Region = ZoneName(KMeans.Nearest(centres, Place(scan))) };
        List<Scan> Labelled(string[] some) => [.. some.SelectMany(walk => Placed(scans[walk])).Select(Named)];
        string? floor = scans[walks[0]][0].Floor;
        using var archive = ZipFile.OpenRead(path);
        var fold = new Fold
        {
            Name = "mall",
            Train = DataArchive.Survey(Labelled(survey), quick),
            SurveyWalks = [.. survey.Select(walk => WalkOf(archive, walk, scans[walk]))],
            WalkSteps = [[.. update.Select(walk => WalkOf(archive, walk, scans[walk]))]],
            Plan = new(
                [.. centres.Select((c, z) => new PlanZone(null, floor, ZoneName(z), c[0], c[1]))],
                [.. Edges(survey.Select(walk => Placed(scans[walk]).Select(scan => KMeans.Nearest(centres, Place(scan)))))]),
            Tests = [new("fifth walks", "mall", Labelled(test))],
        };
        yield return UpdateSteps.Add(fold, [Labelled(update)]);
    }

    static string ZoneName(int zone) => $"corridor {zone + 1:00}";

    static IEnumerable<Scan> Placed(IEnumerable<Scan> scans) => scans.Where(scan => scan.IsLabelled);

    static float[] Place(Scan scan) => [(float)scan.X!.Value, (float)scan.Y!.Value];

    static IEnumerable<(int From, int To)> Edges(IEnumerable<IEnumerable<int>> walks) =>
        walks.SelectMany(zones => zones.Zip(zones.Skip(1))).Where(pair => pair.First != pair.Second)
            .GroupBy(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second)))
            .Where(group => group.Count() >= LeastCrossings).Select(group => group.Key).Order();

    static Walk WalkOf(ZipArchive archive, string entry, List<Scan> scans)
    {
        using var reader = new StreamReader(archive.Entries.Single(e => entry.EndsWith(e.FullName, StringComparison.Ordinal)).Open());
        var reckoning = new DeadReckoning(reader);
        Scan[] heard = [.. scans.Where(scan => scan.Time is not null).OrderBy(scan => scan.Time)];
        double[] times = [.. heard.Select(scan => (double)scan.Time!.Value.ToUnixTimeMilliseconds())];
        return new(
            [.. heard.Select(scan => scan.WithoutLabels())],
            [.. times.Zip(times.Skip(1)).Select(pair => reckoning.Between(pair.First, pair.Second))]);
    }
}
