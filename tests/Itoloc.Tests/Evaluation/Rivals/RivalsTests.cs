using System.Globalization;
using Itoloc.Datasets.Simulation;
using Itoloc.Evaluation;
using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Splits;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation.Rivals;

/// <summary>Each rival on the toy building: points 2 m apart, access points at known places.</summary>
[Trait("Speed", "Slow")]
public sealed class RivalsTests
{
    // Answering the middle errs 3.4 m. GIFT wants a walk; WILL answers rooms of six points.
    public static TheoryData<string, double> MostMetres => new()
    {
        { "horus", 1.5 }, { "vivi-plus", 2.5 }, { "wideep", 1.6 }, { "cnnloc", 2 }, { "acmu", 1.5 },
        { "chameleon", 1.6 }, { "will", 2.9 }, { "stone", 1.8 }, { "mean-teacher", 1.5 }, { "gift", 2.5 },
    };

    public static TheoryData<string> Names => [.. MostMetres.Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(MostMetres))]
    public void Train_FindsThePlace_AndDeclinesWhereNothingIsHeard(string name, double most)
    {
        var trained = Methods.Find(name)!.Train(
            Survey(name, 1), new() { Seed = 3, Cancellation = TestContext.Current.CancellationToken });

        Assert.InRange(MeanError(trained.Localizer, name == "gift" ? Walk() : Survey(name, 2)), 0, most);
        Assert.False(trained.Localizer.Locate([new() { Readings = [new("02:ff:ff:ff:ff:ff", -50)] }])[0].Known);
        if (name is "horus" or "vivi-plus" or "wideep" or "cnnloc" or "will")
            Assert.NotNull(trained.Choice);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_GivesTheSame_ForTheSameSeed(string name)
    {
        Scan[] corner = [.. ToyBuilding.Survey(1).Where(scan => scan.X < 2)];

        Assert.Equal(Locate(), Locate());

        IReadOnlyList<LocationEstimate> Locate() =>
            Methods.Find(name)!.Train(corner, new() { Seed = 3 }).Localizer.Locate([.. corner.Select(scan => scan.WithoutLabels())]);
    }

    [Theory]
    [InlineData("acmu")]
    [InlineData("chameleon")]
    [InlineData("will")]
    [InlineData("mean-teacher")]
    public void Update_LearnsWhatHasChanged(string name)
    {
        // Two of six access points have grown weaker, one has gone.
        var (before, after) = (Changed(ToyBuilding.Survey(1)), Changed(ToyBuilding.Survey(4)));
        var fold = UpdateSteps.Add(
            new() { Name = "toy", Train = ToyBuilding.Survey(1), Tests = [new("a", "toy", after)] }, [[.. before, .. before]]);
        var method = Methods.Find(name)!;
        var trained = method.Train(fold.Train, new());
        var updated = MethodUpdate.Apply(method, trained, fold, 0, new());

        Assert.NotNull(updated.Note);
        Assert.NotEqual(trained.Localizer.Locate(before), updated.Localizer.Locate(before));
        Assert.True(
            MeanError(updated.Localizer, after) <= MeanError(trained.Localizer, after) + 0.05,
            $"{MeanError(trained.Localizer, after)} m before, {MeanError(updated.Localizer, after)} m after: {updated.Note}");
    }

    [Theory]
    [InlineData(0, "pins placed by their walks")]
    [InlineData(2, "by WiFi alone: nobody stood still on the walks")]
    public void AcMu_PlacesPinsByWalks_WhereSomebodyStoodStill(double step, string how)
    {
        // Along the four rows of points of a floor, three scans at each; or never at rest.
        static Scan[] Rest(int seed, double y) => [.. from x in (double[])[0, 2, 4, 6, 8]
                                                      from scan in ToyBuilding.Survey(seed).Where(scan => (scan.Floor, scan.X, scan.Y) == ("0", x, y)).Take(3)
                                                      select scan.WithoutLabels()];
        Walk[] walks = [.. from row in Enumerable.Range(0, 4)
                           let scans = Rest(20 + row, 2 * row)
                           select new Walk(scans, [.. Enumerable.Range(1, scans.Length - 1).Select(i => (i % 3 == 0 ? 2.0 : step, 0.0))])];

        var updated = Methods.Find("acmu")!.Train(ToyBuilding.Survey(1), new()).Update!(
            [.. walks.SelectMany(walk => walk.Scans)], new() { Walks = walks, Cancellation = TestContext.Current.CancellationToken });

        Assert.EndsWith(how, updated.Note!.Split(';')[0], StringComparison.Ordinal);
        Assert.InRange(int.Parse(updated.Note![..updated.Note!.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture), 2, 40);
    }

    [Fact]
    public void Will_AsksWalksAndPlan_WhereItHasThem()
    {
        // Six zones along the two long sides of a floor, whose four rows of points are walked four times.
        Scan[] survey = [.. ToyBuilding.Survey(1).Where(scan => scan.Floor == "0")];
        ZonePlan plan = new(
            [.. from y in (double[])[1, 5] from x in (double[])[1, 4, 7] select new PlanZone("b", "0", null, x, y)],
            [(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (2, 5)]);
        Walk[] walks = [.. from turn in Enumerable.Range(0, 4)
                           from y in (double[])[0, 2, 4, 6]
                           let scans = (Scan[])[.. from x in (double[])[0, 2, 4, 6, 8]
                                                   select ToyBuilding.Survey(30 + turn).First(scan => (scan.Floor, scan.X, scan.Y) == ("0", x, y)).WithoutLabels()]
                           select new Walk(scans, [.. scans.Skip(1).Select(_ => (2.0, 0.0))])];

        var trained = Methods.Find("will")!.Train(survey, new() { Walks = walks, Plan = plan, Seed = 3 });

        Assert.StartsWith("6 rooms; walks and plan map ", trained.Choice, StringComparison.Ordinal);
        Assert.InRange(MeanError(trained.Localizer, [.. ToyBuilding.Survey(2).Where(scan => scan.Floor == "0")]), 0, 2.9);
    }

    [Fact]
    public void Gift_DoesBetterThanAnsweringTheMiddle_OnAWalkOverADenseSurvey()
    {
        // Points 1 m apart, a walker who goes 2 m from scan to scan.
        var office = new SimulatedBuilding(Scenarios.Find("office")!, 1);
        Scan[] survey = [.. office.Survey()], walk = [.. office.Walk(office.Scenario.TestPhones[0], seed: 11, scans: 150)];
        double x = survey.Average(scan => scan.X!.Value), y = survey.Average(scan => scan.Y!.Value);
        double middle = walk.Average(scan => Math.Sqrt(Math.Pow(scan.X!.Value - x, 2) + Math.Pow(scan.Y!.Value - y, 2)));

        Assert.InRange(MeanError(Methods.Find("gift")!.Train(survey, new()).Localizer, walk), 0, 0.85 * middle);
    }

    [Fact]
    public void Chameleon_KeepsWhatItHasLearned_WhenItIsUpdatedAgain()
    {
        var (before, after) = (Changed(ToyBuilding.Survey(2)), Changed(ToyBuilding.Survey(4)));
        var update = new MethodContext { Cancellation = TestContext.Current.CancellationToken };
        var once = Methods.Find("chameleon")!.Train(ToyBuilding.Survey(1), new()).Update!([.. before, .. before], update);
        var twice = once.Update!([.. before, .. before], update);

        Assert.Matches(" [2-6] altered", once.Note);
        Assert.Matches(" 0 altered", twice.Note);
        Assert.DoesNotContain(" 0 levels rewritten", twice.Note);
        Assert.InRange(MeanError(twice.Localizer, after), 0, MeanError(once.Localizer, after) + 0.02);
    }

    // Three times through the rooms of a floor and back, a point every two seconds.
    static Scan[] Walk()
    {
        (int X, int Y)[] way = [.. from y in Enumerable.Range(0, 4) from i in Enumerable.Range(0, 5) select (2 * (y % 2 == 0 ? i : 4 - i), 2 * y)];
        var scans = Enumerable.Range(0, 6).SelectMany(turn => (turn % 2 == 0 ? way : way.Reverse()).Select(place => ToyBuilding.Survey(10 + turn)
            .First(scan => (scan.Floor, scan.X, scan.Y) == ("0", place.X, place.Y))));
        return [.. scans.Select((scan, i) => scan with { Time = DateTimeOffset.UnixEpoch.AddSeconds(2 * i) })];
    }

    // CNNLoc's convolutions take long, so it sees one floor of two.
    static Scan[] Survey(string name, int seed) =>
        [.. ToyBuilding.Survey(seed).Where(scan => name != "cnnloc" || scan.Floor == "1")];

    static double MeanError(ILocalizer localizer, IReadOnlyList<Scan> truth) =>
        truth.Zip(localizer.Locate([.. truth.Select(scan => scan.WithoutLabels())]), (t, e) => new LocatedScan(t, e).ErrorMetres)
            .Average();

    static Scan[] Changed(IReadOnlyList<Scan> scans) => [.. scans.Select(scan => scan with
    {
        Readings = [.. scan.Readings.Where((_, ap) => ap != 5)
            .Select(reading => reading.AccessPoint[12..14] is "00" or "03" ? reading with { RssiDbm = reading.RssiDbm - 15 } : reading)],
    })];
}
