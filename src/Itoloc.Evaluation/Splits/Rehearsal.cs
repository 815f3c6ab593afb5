using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>
/// Where the choices of updating are made: surveys aged artificially, so that no later month and no tested row is looked
/// at. Its figures stand for nothing else.
/// </summary>
sealed class Rehearsal : IProtocol
{
    static readonly (string Plan, string Phone)[] Floors = [("glover", "LG"), ("engr0", "HTC"), ("libstudy", "OP3")];

    static readonly (string Name, Ageing Ageing)[] Paces =
        [("fast", Ageing.Fast), ("slow", Ageing.Slow), ("long", Ageing.Long)];

    readonly bool _isPoisoned;

    Rehearsal(bool isPoisoned) => _isPoisoned = isPoisoned;

    /// <summary>Honest scans only.</summary>
    public static Rehearsal Honest { get; } = new(isPoisoned: false);

    /// <summary>As many hostile ones among them.</summary>
    public static Rehearsal Poisoned { get; } = new(isPoisoned: true);

    public string Name => _isPoisoned ? "rehearsal-poisoned" : "rehearsal";

    public string Description =>
        "artificially aged surveys (training rows of mtloc-office collection 1, of uji-lib month 1 and of one phone a csu-het plan): half of "
        + "the rows are the survey, the others come later, unlabelled; every fifth point is tested"
        + (_isPoisoned ? "; as many hostile scans among the unlabelled" : "");

    public string Archive => "mtloc-office-01-26.zip";

    /// <summary>A fold a site and pace of ageing, a test part a step; quick: three steps of the office and of glover, fast.</summary>
    public IEnumerable<Fold> Folds(string dataFolder, bool quick)
    {
        var office = DataArchive.Read("mtloc", Path.Combine(dataFolder, Archive), scan => IsSurvey(scan.Entry))[true];
        var het = new CsuHetSplit(dataFolder);
        List<(string Name, IReadOnlyList<Scan> Rows)> sites =
            [("office", office), .. Floors.Select(floor => (floor.Plan, het.Train(floor.Plan, floor.Phone))), ("library", Library(dataFolder))];
        return
            from pace in Paces.Take(quick ? 1 : Paces.Length)
            from site in quick ? sites.Take(2) : sites
            let fold = Age(site.Name, site.Rows, pace.Name, quick ? pace.Ageing with { Steps = 3 } : pace.Ageing)
            select _isPoisoned ? HostileScans.Mix(fold, site.Name == "glover" ? office : het.Train("glover", "LG")) : fold;
    }

    // A rich survey: even a quarter of it has forty scans a point.
    static Scan[] Library(string dataFolder) =>
        [.. LongTerm.Survey(dataFolder).Where((_, row) => row % 4 == 0)];

    static Fold Age(string site, IReadOnlyList<Scan> rows, string pace, Ageing ageing)
    {
        const int seed = 11;
        (double, double)[] points = [.. rows.Select(PointOf).Distinct().Order()];
        HashSet<(double, double)> tested = [.. points.Where((_, i) => i % 5 == 2)];
        Scan[] surveyed = [.. rows.Where(row => !tested.Contains(PointOf(row)))];
        new Random(seed).Shuffle(surveyed);
        var world = new AgeingWorld(rows, ageing, seed);
        Scan[] first = [.. surveyed.Take(surveyed.Length / 2).Select(world.AtFirst)];
        List<IReadOnlyList<Scan>> later = [];
        List<TestPart> tests = [];
        for (int step = 1; step <= ageing.Steps; step++)
        {
            world.Step();
            later.Add([.. surveyed.Skip(first.Length).Select(world.Now)]);
            tests.Add(new($"step {step}", $"{site} {pace}", [.. rows.Where(row => tested.Contains(PointOf(row))).Select(world.Now)]));
        }
        return UpdateSteps.Add(new() { Name = $"{site}/{pace}", Train = first, Tests = tests }, later);
    }

    static (double, double) PointOf(Scan scan) => (scan.X!.Value, scan.Y!.Value);

    static bool IsSurvey(string entry)
    {
        string[] name = Path.GetFileNameWithoutExtension(entry).Split('_');
        return int.Parse(name[^3], CultureInfo.InvariantCulture) == 1 && name[^1] == "training";
    }
}
