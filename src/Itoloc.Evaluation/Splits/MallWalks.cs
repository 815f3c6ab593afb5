using System.IO.Compression;
using Itoloc.Evaluation.Rivals;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>Walks through a mall's floor with inertial sensors: the one real set on which AcMu and WILL are
/// whole.</summary>
/// <remarks>
/// Walks in order of time, of every five three for the survey, one for the update, one for the test; all within two
/// days, so that nothing ages. (The surveyors went through the floor part by part: the last walks alone are where no
/// earlier one was.) The plan is the floor's GeoJSON: its corridors (surveyors never enter shops) in 20 stretches by k-means,
/// neighbours where they share a border of two metres. They are the scans' regions too.
/// </remarks>
sealed class MallWalks : IProtocol
{
    const int Zones = 20, PlanSeed = 20191124, LeastBorderMetres = 2;

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

        using var archive = ZipFile.OpenRead(path);
        var corridors = Plan(archive);
        var squares = corridors.Around(survey.SelectMany(walk => Placed(scans[walk])).Select(scan => (scan.X!.Value, scan.Y!.Value)));
        float[][] centres = KMeans.Centres([.. squares.Select(Vector)], Zones, 5, new Random(PlanSeed));
        Scan Named(Scan scan) => scan with { Region = ZoneName(KMeans.Nearest(centres, Vector((scan.X!.Value, scan.Y!.Value)))) };
        List<Scan> Labelled(string[] some) => [.. some.SelectMany(walk => Placed(scans[walk])).Select(Named)];
        string? floor = scans[walks[0]][0].Floor;
        var fold = new Fold
        {
            Name = "mall",
            Train = DataArchive.Survey(Labelled(survey), quick),
            SurveyWalks = [.. survey.Select(walk => WalkOf(archive, walk, scans[walk]))],
            WalkSteps = [[.. update.Select(walk => WalkOf(archive, walk, scans[walk]))]],
            Plan = new(
                [.. centres.Select((c, z) => new PlanZone(null, floor, ZoneName(z), c[0], c[1]))],
                [.. Edges(squares, square => KMeans.Nearest(centres, Vector(square)))]),
            Tests = [new("fifth walks", "mall", Labelled(test))],
        };
        yield return UpdateSteps.Add(fold, [Labelled(update)]);
    }

    static string ZoneName(int zone) => $"corridor {zone + 1:00}";

    static IEnumerable<Scan> Placed(IEnumerable<Scan> scans) => scans.Where(scan => scan.IsLabelled);

    static float[] Vector((double X, double Y) place) => [(float)place.X, (float)place.Y];

    static Corridors Plan(ZipArchive archive)
    {
        using Stream plan = Entry(archive, "geojson_map.json").Open(), size = Entry(archive, "floor_info.json").Open();
        return new(plan, size);
    }

    static ZipArchiveEntry Entry(ZipArchive archive, string name) => archive.Entries.Single(entry => entry.Name == name);

    // Squares of a metre side by side in different zones are a metre of border.
    static IEnumerable<(int From, int To)> Edges(IReadOnlyList<(double X, double Y)> squares, Func<(double X, double Y), int> zoneOf)
    {
        var zones = squares.ToDictionary(square => square, zoneOf);
        return squares
            .SelectMany(square => new[] { (square.X + 1, square.Y), (square.X, square.Y + 1) }
                .Where(zones.ContainsKey).Select(next => (A: zones[square], B: zones[next])))
            .Where(pair => pair.A != pair.B)
            .GroupBy(pair => (Math.Min(pair.A, pair.B), Math.Max(pair.A, pair.B)))
            .Where(border => border.Count() >= LeastBorderMetres).Select(border => border.Key).Order();
    }

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
