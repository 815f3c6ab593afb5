using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation.Splits;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Figures.Studies;

/// <summary>What the figures are measured from.</summary>
static class StudyList
{
    const int LevelPlaces = 30;

    /// <summary>The rivals the paper compares without update.</summary>
    public static IReadOnlyList<string> PaperRivals { get; } = ["vivi-plus", "wideep", "cnnloc", "gift"];

    /// <summary>The rivals the paper compares with updates.</summary>
    public static IReadOnlyList<string> PaperUpdaters { get; } = ["acmu", "chameleon", "will"];

    /// <summary>What is compared without update: iToLoc, the paper's rivals, the kNN they all should beat, and the nearest
    /// scan, the least that a rival must reach.</summary>
    public static IReadOnlyList<string> ShortTermMethods { get; } = ["itoloc", .. PaperRivals, "knn-star-fixed", "nn"];

    static readonly IReadOnlyList<string> Parts = ["itoloc-vector", "itoloc-no-adversary", "itoloc-no-spatial"];

    /// <summary>What is compared with updates; kNN* and the nearest scan are never updated.</summary>
    public static IReadOnlyList<string> LongTermMethods { get; } =
        ["itoloc", "itoloc-frozen", .. PaperUpdaters, "knn-star-fixed", "nn"];

    public static Study Buildings { get; } = new CountStudy("buildings", "simulated buildings", [],
        Scenarios.All.ToDictionary(plan => plan.Name, plan => (Func<StudyOptions, Fold>)(options =>
            FoldOf(plan.Redecoration is null ? new ShortTerm(plan.Name) : new Months(plan.Name), options))))
    { Minutes = 0.3 };

    public static Study Sets { get; } = new CountStudy("sets", "real data sets", [CsuHetSplit.Archive, Splits.LongTerm.Frozen.Archive, Churn.Frozen.Archive],
        new Dictionary<string, Func<StudyOptions, Fold>>
        {
            ["csu-het (glover)"] = options => FoldOf(Splits.CrossDevice.All, options),
            ["uji-lib"] = options => FoldOf(Splits.LongTerm.Frozen, options),
            ["mtloc-office"] = options => FoldOf(Splits.Churn.Frozen, options),
        })
    { Minutes = 0.3 };

    public static Study OfficeLevels { get; } = new LevelStudy("office-levels", "simulated office", [],
        new Dictionary<string, Func<StudyOptions, IEnumerable<(string, Scan)>>>
        {
            [LevelStudy.OverTime] = _ => OfficeByDay(),
            [LevelStudy.OverPhones] = _ => OfficeByPhone(),
        })
    { Place = "office", Minutes = 0.1 };

    public static Study PhoneLevels { get; } = new LevelStudy("levels", "real data, csu-het and uji-lib", [CsuHetSplit.Archive, Splits.LongTerm.Frozen.Archive],
        new Dictionary<string, Func<StudyOptions, IEnumerable<(string, Scan)>>>
        {
            [LevelStudy.OverTime] = LibraryByMonth,
            [LevelStudy.OverPhones] = GloverByPhone,
        })
    { Place = "csu-het, uji-lib", Minutes = 0.2 };

    public static Study OfficeFeatures { get; } = new FeatureStudy("office-features", "simulated office", [], _ =>
    {
        var building = OfficeBuilding();
        return new([.. building.Survey()], [.. building.Survey(scansPerPoint: 30)],
            [.. building.Survey([building.Scenario.TestPhones[0]], 30)]);
    })
    { Place = "office", Minutes = 4 };

    public static Study PhoneFeatures { get; } = new FeatureStudy(
        "features", "real data, csu-het (glover), phone OP3 unseen", [CsuHetSplit.Archive], options =>
        {
            var data = new CsuHetSplit(options.DataFolder);
            Scan[] train = [.. data.Phones.Where(phone => phone != "OP3").SelectMany(phone => data.Train("glover", phone))];
            return new(train, train, data.Train("glover", "OP3"));
        })
    { Place = "csu-het", Minutes = 3 };

    public static MethodStudy Office { get; } = ShortTermOf("office", 11);

    public static MethodStudy Classroom { get; } = ShortTermOf("classroom", 11);

    public static MethodStudy Mall { get; } = new("simulated mall", new Months("mall"), LongTermMethods)
    {
        TimeUnit = "time since the survey (weeks)",
        Minutes = 31,
        FullFactor = 8,
    };

    public static MethodStudy MallImage { get; } = new("simulated mall", new ShortTerm("mall"), ["itoloc", "itoloc-vector"], "mall-image")
    {
        Place = "mall",
        Minutes = 4,
        FullFactor = 15,
    };

    public static MethodStudy AgeingMall { get; } = new("simulated mall", new Months("mall"), ["nn"], "mall-ageing")
    {
        TimeUnit = "time since the survey (weeks)",
        Place = "mall",
        Minutes = 0.3,
        FullFactor = 30,
    };

    public static MethodStudy AgeingOffice { get; } = new("real data, mtloc-office", Churn.Frozen, ["nn"])
    {
        TimeUnit = "collection (number, in order of time)",
        Place = "mtloc-office",
        Minutes = 0.3,
        FullFactor = 20,
    };

    public static MethodStudy CrossDevice { get; } = new(
        "real data, csu-het", Splits.CrossDevice.All, [.. ShortTermMethods, .. Parts])
    {
        Place = "csu-het",
        Minutes = 12,
        FullFactor = 30,
    };

    public static MethodStudy Library { get; } = new(
        "real data, uji-lib", Splits.LongTerm.Frozen, ShortTermMethods)
    {
        TimeUnit = "time since the survey (months)",
        Place = "uji-lib",
        Minutes = 7,
        FullFactor = 4,
    };

    public static MethodStudy Turnover { get; } = new("real data, mtloc-office", Churn.Updated, LongTermMethods)
    {
        TimeUnit = "collection (number, in order of time)",
        Place = "mtloc-office",
        Minutes = 5,
        FullFactor = 10,
    };

    static MethodStudy ShortTermOf(string scenario, double minutes) =>
        new($"simulated {scenario}", new ShortTerm(scenario), [.. ShortTermMethods, .. Parts])
        {
            TimeUnit = "time since the survey (days)",
            Minutes = minutes,
            FullFactor = 15,
        };

    static Fold FoldOf(IProtocol protocol, StudyOptions options) => protocol.Folds(options.DataFolder, !options.Full).First();

    static SimulatedBuilding OfficeBuilding() => new(Scenarios.Find("office")!, ShortTerm.BuildingSeed);

    // The same places and hour on each day, with one phone.
    static IEnumerable<(string, Scan)> OfficeByDay()
    {
        var building = OfficeBuilding();
        return from day in Enumerable.Range(0, 14)
               from scan in building.Test([building.Scenario.SurveyPhones[0]], LevelPlaces, [day])
               select ($"day {day}", scan);
    }

    // The same places, day and hour with each device.
    static IEnumerable<(string, Scan)> OfficeByPhone()
    {
        var building = OfficeBuilding();
        return from phone in building.Scenario.SurveyPhones.Concat(building.Scenario.TestPhones)
               from scan in building.Test([phone], LevelPlaces, [0])
               select (phone.Name, scan);
    }

    // db/01/trn01: the surveys of all months are at the same points.
    static IEnumerable<(string, Scan)> LibraryByMonth(StudyOptions options) =>
        from month in DataArchive.Read("uji-lib", Path.Combine(options.DataFolder, Splits.LongTerm.Frozen.Archive),
            scan => (Month: scan.Entry.Split('/')[^2], File: scan.Entry.Split('/')[^1]))
            .Where(entry => entry.Key.File.StartsWith("trn01", StringComparison.Ordinal))
        from scan in month.Value
        select ($"month {month.Key.Month}", scan);

    static IEnumerable<(string, Scan)> GloverByPhone(StudyOptions options)
    {
        var data = new CsuHetSplit(options.DataFolder);
        return from phone in data.Phones from scan in data.Train("glover", phone) select (phone, scan);
    }
}
