using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class LocalizerUpdaterTests(LocalizerUpdaterTests.Trained trained) : IClassFixture<LocalizerUpdaterTests.Trained>
{
    static readonly UpdateOptions MapOnly = new() { Recipe = new() { Retrain = false } };

    static readonly Scan[] Today = ChangingRoom.Scans(ChangingRoom.Later, 5);

    static Scan[] Unlabelled(int seed = 7) => Shuffled(ChangingRoom.Scans(ChangingRoom.Later, seed), seed);

    static Scan[] Shuffled(Scan[] scans, int seed)
    {
        Scan[] bare = [.. scans.Select(scan => scan.WithoutLabels())];
        new Random(seed).Shuffle(bare);
        return bare;
    }

    static UpdateResult Update(Localizer model, Scan[] scans, UpdateOptions options) =>
        LocalizerUpdater.Update(model, scans, options, null, TestContext.Current.CancellationToken);

    static string Reason(Localizer model, string accessPoint) =>
        model.Description.AccessPoints.Single(ap => ap.Name == accessPoint).Reason;

    static double Error(Localizer model, Scan[] truth) => model.Locate([.. truth.Select(scan => scan.WithoutLabels())])
        .Select((estimate, i) => estimate.Known ? Math.Abs(estimate.X!.Value - truth[i].X!.Value) : 32).Average();

    [Fact]
    public void Update_LearnsWhatCameAndWent()
    {
        var (updated, report) = Update(trained.Model, Unlabelled(), MapOnly);

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.Contains("8 came, 8 went", report.Verdict, StringComparison.Ordinal);
        Assert.True(Error(updated, Today) < 1.2, $"{Error(updated, Today)} m");
        Assert.Contains(updated.Description.History, line => line.StartsWith("update 1:", StringComparison.Ordinal));
        Assert.Contains(updated.Description.AccessPoints, ap => ap.Name == "ap16" && ap.Reason.Contains("came with update 1", StringComparison.Ordinal));
        Assert.Contains(updated.Description.AccessPoints, ap => ap.Name == "ap01" && ap.Reason.Contains("since update 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Update_IgnoresLabels()
    {
        Scan[] misled = [.. Unlabelled().Select(scan => scan with { X = 0, Y = 0, Floor = "1" })];

        Assert.Equal(
            Update(trained.Model, Unlabelled(), MapOnly).Model.Locate(Today),
            Update(trained.Model, misled, MapOnly).Model.Locate(Today));
    }

    [Fact]
    public void Update_LeavesTheOldModelAlone()
    {
        var before = trained.Model.Locate(Today);

        Update(trained.Model, Unlabelled(), MapOnly);

        Assert.Equal(before, trained.Model.Locate(Today));
        Assert.Null(trained.Model.Memory);
    }

    [Fact]
    public void Update_IsRefused_WhenTheScansAreOfAnotherBuilding()
    {
        Scan[] elsewhere = [.. Unlabelled().Select(scan => scan with
        {
            Readings = [.. scan.Readings.Select(reading => reading with { AccessPoint = $"other {reading.AccessPoint}" })],
        })];

        var (model, report) = Update(trained.Model, elsewhere, MapOnly);

        Assert.Same(trained.Model, model);
        Assert.False(report.IsAccepted);
        Assert.StartsWith("not updated: ", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_IsRefused_WhenThereAreNoScans()
    {
        Assert.Same(trained.Model, Update(trained.Model, [], MapOnly).Model);
        Assert.Same(trained.Model, Update(trained.Model, [new Scan { Readings = [] }], MapOnly).Model);
    }

    [Fact]
    public void Update_TakesLittleHarm_WhenHalfOfTheScansAreHostile()
    {
        Random random = new(3);
        Scan[] genuine = Unlabelled();
        Scan[] flood = [.. Enumerable.Repeat(ChangingRoom.Scans(ChangingRoom.First, 1)[0].WithoutLabels(), genuine.Length / 2)];
        Scan[] noise = [.. genuine.Take(genuine.Length / 2).Select(scan => scan with
        {
            Readings = [.. Enumerable.Range(0, 16).Where(_ => random.Next(2) == 0)
                .Select(ap => new Reading($"ap{ap:00}", random.Next(-90, -40)))],
        })];
        double honest = Error(Update(trained.Model, genuine, MapOnly).Model, Today);

        var (poisoned, report) = Update(
            trained.Model, Shuffled([.. genuine, .. flood, .. noise], 5), MapOnly);

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.True(Error(poisoned, Today) < honest + 0.3, $"{Error(poisoned, Today)} m instead of {honest} m");
    }

    [Fact]
    public void Update_IsRefused_WhereOnePhoneSendsMostScans()
    {
        Scan[] genuine = Unlabelled();
        Scan[] lying = [.. ChangingRoom.Scans(ChangingRoom.Later, 9, scansPerPoint: 5 * genuine.Length).Where(scan => scan.X == 16)];

        var (model, report) = Update(trained.Model, Shuffled([.. genuine, .. lying], 5), MapOnly);

        Assert.Same(trained.Model, model);
        Assert.EndsWith("scans could be adopted; 20 % is the least", report.Verdict, StringComparison.Ordinal);
        Assert.Contains(report.Details, detail => detail.EndsWith("too many from one place", StringComparison.Ordinal));
    }

    // A place keeps 24 scans, and this is more than five times that many.
    [Fact]
    public void Update_IsAccepted_HoweverManyScansThereAre()
    {
        Scan[] many = Shuffled(ChangingRoom.Scans(ChangingRoom.Later, 7, scansPerPoint: 140), 7);

        var (model, report) = Update(trained.Model, many, MapOnly);

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.Equal(24 * ChangingRoom.Points, model.Memory!.Adopted.Count);
        Assert.Contains(report.Details, detail => detail.EndsWith("scans left out: a place keeps 24", StringComparison.Ordinal));
    }

    // An old recording, played over and over, lacks what has come since: it must not teach that it is not there.
    [Fact]
    public void Update_LearnsWhatIsNew_WhereOldRecordingsFlood()
    {
        Scan[] genuine = Unlabelled();
        Scan[] near = [.. Today.Where(scan => Math.Abs(scan.X!.Value - 16) <= 4)];
        Scan[] old = [.. Enumerable.Range(0, 2 * genuine.Length / ChangingRoom.Points)
            .SelectMany(i => ChangingRoom.Scans(ChangingRoom.First, 50 + i, scansPerPoint: 8).Where(scan => scan.X == 16))];
        double honest = Error(Update(trained.Model, genuine, MapOnly).Model, near);

        var (flooded, report) = Update(trained.Model, Shuffled([.. genuine, .. old], 5), MapOnly);

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.True(Error(flooded, near) < honest + 0.3, $"{Error(flooded, near)} m instead of {honest} m");
    }

    [Fact]
    public void Update_DoesNotDriftAway_OverYears()
    {
        Localizer model = trained.Model;
        for (int month = 0; month < 24; month++)
            model = Update(model, Unlabelled(100 + month), MapOnly).Model;

        Assert.Equal(24, model.History.Count);
        Assert.True(Error(model, Today) < 1.2, $"{Error(model, Today)} m");
        Assert.True(model.Memory!.Adopted.Count <= ChangingRoom.Points * 24);
    }

    // A corridor whose scans of this month all come from its west says nothing of what has come in its east.
    [Fact]
    public void Update_StillBelievesWhatCameLately_WhereNobodyWent()
    {
        static Scan[] Heard(Scan[] scans, bool inEast) => [.. scans.Select(scan => scan.X >= 16 == inEast ? scan
            : scan with { Readings = [.. scan.Readings.Where(reading => reading.AccessPoint != "ap23")] })];
        Localizer june = Update(trained.Model, Shuffled(Heard(ChangingRoom.Scans(ChangingRoom.Later, 7), inEast: true), 7), MapOnly).Model;

        Localizer july = Update(
            june, Shuffled([.. Heard(ChangingRoom.Scans(ChangingRoom.Later, 8), inEast: true).Where(scan => scan.X < 16)], 8), MapOnly).Model;

        Assert.Contains("believed since", Reason(july, "ap23"), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_NoLongerBelieves_WhatCameAndWentAgain()
    {
        Localizer june = Update(trained.Model, Unlabelled(), MapOnly).Model;

        var (july, report) = Update(
            june, Shuffled(ChangingRoom.Scans(ChangingRoom.Later.Where(ap => ap != 23), 8), 8), MapOnly);

        Assert.Contains("0 came, 1 went", report.Verdict, StringComparison.Ordinal);
        Assert.Contains("came after the survey; gone, or standing elsewhere, since update 2", Reason(july, "ap23"), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_Notices_WhatWasReplaced()
    {
        Scan[] scans = [.. ChangingRoom.Scans(ChangingRoom.First, 7).Select(scan => scan with
        {
            Readings = [.. scan.Readings.Select(reading => reading.AccessPoint is "ap02" or "ap05"
                ? new Reading($"new {reading.AccessPoint}", reading.RssiDbm - 6) : reading)],
        })];
        using TemporaryFolder folder = new();

        var (updated, report) = Update(trained.Model, Shuffled(scans, 7), MapOnly);
        updated.Save(folder.File("model"));

        Assert.Contains("2 of those that went replaced", report.Verdict, StringComparison.Ordinal);
        Assert.Contains("in the place of ap05", Reason(Localizer.Load(folder.File("model")), "new ap05"), StringComparison.Ordinal);
        Assert.Contains("replaced by new ap02", Reason(updated, "ap02"), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_Notices_WhatWasReplacedTwice_AndWhen()
    {
        Localizer model = trained.Model;
        foreach (int year in new[] { 2024, 2025, 2026 })
        {
            Scan[] scans = [.. ChangingRoom.Scans(ChangingRoom.First, year).Select((scan, i) => scan with
            {
                Time = new DateTimeOffset(year, 1, 1 + (i % 28), 23, 0, 0, TimeSpan.FromHours(-5)),
                Readings = [.. scan.Readings.Select(reading => year > 2024 && reading.AccessPoint is "ap02"
                    ? new Reading($"new {year}", reading.RssiDbm) : reading)],
            })];
            (model, _) = Update(model, Shuffled(scans, 7), MapOnly);
        }

        Assert.Contains("since update 2 (2025-01-28): no longer believed; replaced by new 2025", Reason(model, "ap02"), StringComparison.Ordinal);
        Assert.Contains("since update 3 (2026-01-28): no longer believed; replaced by new 2026", Reason(model, "new 2025"), StringComparison.Ordinal);
        Assert.Contains("came with update 3 (2026-01-28) in the place of new 2025", Reason(model, "new 2026"), StringComparison.Ordinal);
        Assert.Contains(model.Description.History, line => line.StartsWith("update 3 (2026-01-28): ", StringComparison.Ordinal));
    }

    // 320 positions, more than there are classes: a class's first scan is not always one that stands nearest to it.
    [Fact]
    public void Update_LeavesTheLocationsWhereTheyAre_OfASurveyOfManyPositions()
    {
        Random random = new(3);
        Scan[] walked = [.. Enumerable.Range(0, 4).SelectMany(round => ChangingRoom.Scans(ChangingRoom.First, 20 + round)
            .Select((scan, i) => scan with { X = scan.X + 1.9 * random.NextDouble(), Y = 1.5 * random.NextDouble() }))];
        TrainingOptions quick = new() { Recipe = Recipe.Default with { Epochs = 1, MaximumSteps = 1 }, Seed = 1 };
        Localizer model = LocalizerTrainer.Train(walked, quick, null, TestContext.Current.CancellationToken);
        UpdateOptions retrain = new() { Recipe = new() { Training = quick.Recipe } };

        var (updated, report) = Update(model, Shuffled(walked, 7), retrain);

        Assert.True(report.IsAccepted, report.Verdict);
        double[] moved = [.. model.Floors[0].Classes.Zip(updated.Floors[0].Classes, (was, now) => was.DistanceTo(now.X, now.Y))];
        Assert.InRange(moved.Max(), 0, 0.2);
    }

    // An untrained network cannot place what the survey's can.
    [Fact]
    public void Update_KeepsTheOldNetwork_WhereTheNewOneIsWorse()
    {
        UpdateRecipe spoilt = new()
        {
            Training = Recipe.Default with { Epochs = 1, MaximumSteps = 1, NetworkTrust = 2, SurveyTrust = 0 },
        };

        var (updated, report) = Update(trained.Model, Unlabelled(), new() { Recipe = spoilt });

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.Contains(report.Details, line => line.StartsWith("floor 1: trained again", StringComparison.Ordinal));
        Assert.True(Error(updated, Today) < 1.2, $"{Error(updated, Today)} m");
    }

    [Fact]
    public void Update_BelievesAgain_WhatCameBack()
    {
        Localizer gone = Update(trained.Model, Unlabelled(), MapOnly).Model;

        var (back, report) = Update(gone, Shuffled(ChangingRoom.Scans(ChangingRoom.First, 9), 9), MapOnly);

        Assert.Contains("8 came back", report.Verdict, StringComparison.Ordinal);
        Assert.True(Error(back, ChangingRoom.Scans(ChangingRoom.First, 11)) < 1.2);
    }

    // It went from the east and stands in the west now: while nobody comes to the east, nothing says that it is back there.
    [Fact]
    public void Update_DoesNotBelieveAgain_WhatIsHeardOnlyElsewhere()
    {
        static Scan[] Corridor(int seed, bool isMoved) => [.. ChangingRoom.Scans(ChangingRoom.First, seed).Select(scan => scan with
        {
            Readings = [.. scan.Readings.Where(reading => reading.AccessPoint != "ap04" || scan.X < 12 == isMoved)],
        })];
        Recipe mapOnly = Recipe.Default with { Epochs = 1, MaximumSteps = 1 };
        Localizer surveyed = LocalizerTrainer.Train(
            Corridor(1, false), new() { Recipe = mapOnly }, cancellation: TestContext.Current.CancellationToken);
        Localizer moved = Update(surveyed, Shuffled(Corridor(2, true), 2), MapOnly).Model;
        int ap04 = moved.Index.Features.ToList().FindIndex(feature => feature.Members.Contains("ap04"));

        UpdateResult west = Update(
            moved, Shuffled([.. Corridor(3, true).Concat(Corridor(4, true)).Where(scan => scan.X < 12)], 3), MapOnly);

        Assert.True(west.Report.IsAccepted, west.Report.Verdict);
        Assert.False(moved.Memory!.Believed[ap04]);
        Assert.False(west.Model.Memory!.Believed[ap04]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Update_WithNetworks_IsTheSame_WhateverTheThreads()
    {
        UpdateOptions options = new() { Seed = 4, Recipe = new() { Training = Recipe.Default with { Epochs = 4, MaximumSteps = 100 } } };

        var one = Update(trained.Model, Unlabelled(), options with { Threads = 1 }).Model;
        var two = Update(trained.Model, Unlabelled(), options with { Threads = 2 }).Model;

        Assert.Equal(one.Locate(Today), two.Locate(Today));
        Assert.True(Error(one, Today) < 1.5, $"{Error(one, Today)} m");
    }

    [Fact]
    public void Update_Stops_WhenCancelled()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => LocalizerUpdater.Update(trained.Model, Unlabelled(), MapOnly, null, stop.Token));
    }

    // Two floors: what was finished is not trained again, what was not is, and the result is the same.
    [Theory]
    [InlineData(0.2, false)] // In the first floor, one of whose epochs is over.
    [InlineData(0.6, true)] // In the second.
    [Trait("Speed", "Slow")]
    public void Update_GoesOn_WhereItWasStopped(double stopAt, bool isFloorFinished)
    {
        static Scan[] House(IEnumerable<int> accessPoints, int seed) =>
        [
            .. ChangingRoom.Scans(accessPoints, seed),
            .. ChangingRoom.Scans(accessPoints, seed + 1).Select(scan => scan with
            {
                Floor = "2",
                Readings = [.. scan.Readings.Select(reading => reading with { AccessPoint = $"upstairs {reading.AccessPoint}" })],
            }),
        ];
        using TemporaryFolder folder = new();
        Recipe quick = Recipe.Default with { Epochs = 3, MaximumSteps = 60 };
        Localizer house = LocalizerTrainer.Train(
            House(ChangingRoom.First, 1), new() { Recipe = quick }, cancellation: TestContext.Current.CancellationToken);
        Scan[] scans = Shuffled(House(ChangingRoom.Later, 7), 7);
        UpdateOptions options = new() { Recipe = new() { Training = quick }, ResumeFile = folder.File("unfinished") };
        using CancellationTokenSource stop = new();
        List<double> again = [];

        Assert.ThrowsAny<OperationCanceledException>(() => LocalizerUpdater.Update(
            house, scans, options, new Callback(fraction => { if (fraction > stopAt) stop.Cancel(); }), stop.Token));
        Assert.Equal(isFloorFinished, File.Exists(options.ResumeFile));
        Localizer resumed = LocalizerUpdater.Update(
            house, scans, options, new Callback(again.Add), TestContext.Current.CancellationToken).Model;

        Assert.Equal(!isFloorFinished, again.Any(fraction => fraction is > 0.11 and < 0.55));
        Assert.False(File.Exists(options.ResumeFile));
        Localizer whole = Update(house, scans, options with { ResumeFile = null }).Model;
        Assert.Equal(whole.Locate(scans), resumed.Locate(scans));
        Assert.Equal(whole.History, resumed.History);
    }

    sealed class Callback(Action<double> act) : IProgress<double>
    {
        public void Report(double value) => act(value);
    }

    [Fact]
    public void Save_KeepsWhatUpdatesHaveLearned()
    {
        using TemporaryFolder folder = new();
        Localizer updated = Update(trained.Model, Unlabelled(), MapOnly).Model;
        updated.Save(folder.File("a"));

        Localizer loaded = Localizer.Load(folder.File("a"));
        loaded.Save(folder.File("b"));

        Assert.Equal(updated.Locate(Today), loaded.Locate(Today));
        Assert.Equal(updated.Description.History, loaded.Description.History);
        Assert.Equal(File.ReadAllBytes(folder.File("a")), File.ReadAllBytes(folder.File("b")));
        Assert.Equal(
            Update(updated, Unlabelled(8), MapOnly).Model.Locate(Today),
            Update(loaded, Unlabelled(8), MapOnly).Model.Locate(Today));
    }

    [Fact]
    public void PaperUpdate_TeachesThePredictors_AndKeepsTheSurvey()
    {
        CoTrainingRecipe recipe = new() { Rounds = 7, StepsPerRound = 8, FirstPool = 40 };
        Scan[] scans = Shuffled(ChangingRoom.Scans(ChangingRoom.First, 21), 21), today = ChangingRoom.Scans(ChangingRoom.First, 22);
        UpdateResult Run() => PaperUpdate.Run(
            trained.Model, scans, new() { Preset = Preset.Paper }, recipe, null, TestContext.Current.CancellationToken);

        var (updated, report) = Run();

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.True(report.Adopted > 0, report.Verdict);
        Assert.True(Error(updated, today) < Error(trained.Model, today) + 0.3);
        Assert.NotEqual(trained.Model.Locate(today), updated.Locate(today));
        Assert.Equal(updated.Locate(today), Run().Model.Locate(today));
    }

    // Without regions predictors must agree on the very reference point; with dropout passes can contradict them.
    [Fact]
    public void PaperUpdate_TeachesByLocations_WhereThereAreNoRegions()
    {
        static Scan[] Bare(int seed) => [.. ChangingRoom.Scans(ChangingRoom.First, seed).Select(scan => scan with { Region = null })];
        Localizer model = LocalizerTrainer.Train(
            Bare(1), new() { Seed = 2, Recipe = Recipe.Default with { Epochs = 30, Dropout = 0.1 } },
            cancellation: TestContext.Current.CancellationToken);
        CoTrainingRecipe recipe = new() { Rounds = 6, StepsPerRound = 4, FirstPool = 10, Confidence = 0.6 };

        var (updated, report) = PaperUpdate.Run(
            model, Shuffled(Bare(21), 21), new() { Preset = Preset.Paper }, recipe, null, TestContext.Current.CancellationToken);

        Assert.True(report.IsAccepted, report.Verdict);
        Assert.InRange(report.Adopted, 1, report.Scans - 1);
        Assert.True(Error(updated, Bare(22)) < Error(model, Bare(22)) + 0.3);
    }

    [Fact]
    public void PaperUpdate_IsRefused_AfterTheDefaultOne()
    {
        Localizer later = Update(trained.Model, Unlabelled(), MapOnly).Model;

        var (model, report) = Update(later, Unlabelled(8), new() { Preset = Preset.Paper });

        Assert.Same(later, model);
        Assert.Contains("give it the model as surveyed", report.Verdict, StringComparison.Ordinal);
    }

    public sealed class Trained
    {
        public Localizer Model { get; } = LocalizerTrainer.Train(
            ChangingRoom.Scans(ChangingRoom.First, 1),
            new() { Seed = 2, Recipe = Recipe.Default with { Epochs = 30, Dropout = 0 } });
    }
}
