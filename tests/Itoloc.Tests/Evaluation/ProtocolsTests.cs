using Itoloc.Evaluation;
using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Evaluation;

[Trait("Speed", "Slow")]
public sealed class ProtocolsTests
{
    // Read once for all tests of this class: the largest archive takes seconds.
    static readonly Dictionary<(string, bool), Fold[]> Read = [];

    static Fold[] Folds(string name, bool quick = false)
    {
        var protocol = Protocols.Find(name)!;
        string folder = Path.GetDirectoryName(TestData.Real(protocol.Archive!))!;
        if (!Read.TryGetValue((name, quick), out var folds))
            Read.Add((name, quick), folds = [.. protocol.Folds(folder, quick)]);
        return folds;
    }

    [Theory]
    [InlineData("cross-device")]
    [InlineData("ablations")]
    [InlineData("one-phone")]
    [InlineData("new-phone-update")]
    [InlineData("campus")]
    public void Folds_NeverTrainOnATestedDevice(string name) =>
        Assert.All(Folds(name), fold => Assert.Empty(
            fold.Train.Select(scan => scan.Device)
                .Intersect(fold.Tests.SelectMany(Scans).Select(scan => scan.Device))));

    [Theory]
    [InlineData("long-term")]
    [InlineData("long-term-frozen")]
    [InlineData("churn")]
    [InlineData("churn-poisoned")]
    [InlineData("churn-frozen")]
    [InlineData("drift-campus")]
    public void Folds_TestOnlyLaterThanTheyTrain(string name) =>
        Assert.All(Folds(name), fold =>
            Assert.True(fold.Train.Max(scan => scan.Time) < fold.Tests.SelectMany(Scans).Min(scan => scan.Time)));

    [Theory]
    [InlineData("cross-device", 18, 18)]
    [InlineData("ablations", 6, 6)]
    [InlineData("one-phone", 18, 90)]
    [InlineData("new-phone-update", 90, 90)]
    [InlineData("strangers", 18, 54)]
    [InlineData("long-term", 1, 14)]
    [InlineData("churn", 1, 25)]
    [InlineData("churn-poisoned", 1, 25)]
    [InlineData("long-term-frozen", 1, 14)]
    [InlineData("churn-frozen", 1, 25)]
    [InlineData("campus", 4, 4)]
    [InlineData("drift-campus", 1, 1)]
    [InlineData("mall-walks", 1, 1)]
    [InlineData("rehearsal", 15, 160)]
    public void Folds_AreAllThere(string name, int folds, int parts)
    {
        var all = Folds(name);

        Assert.Equal((folds, parts), (all.Length, all.Sum(fold => fold.Tests.Count)));
        Assert.Equal(folds, all.Select(fold => fold.Name).Distinct().Count());
    }

    [Fact]
    public void CrossDevice_HasTheRowsOfTheDescription()
    {
        var glover = Folds("cross-device").Where(fold => fold.Tests[0].Group == "glover");

        Assert.All(glover, fold => Assert.Equal((5 * 88 * 8, 88 * 2), (fold.Train.Count, fold.Tests[0].Scans.Count)));
    }

    [Fact]
    public void LongTermFrozen_HasTheRowsOfTheDescription()
    {
        var fold = Assert.Single(Folds("long-term-frozen"));

        Assert.Equal(8640, fold.Train.Count);
        Assert.All(fold.Tests, part => Assert.Equal(3120, part.Scans.Count));
    }

    [Fact]
    public void DriftCampus_HasTheRowsOfTheDescription()
    {
        var fold = Assert.Single(Folds("drift-campus"));
        var (update, test) = (fold.UnlabelledSteps[0], fold.Tests[0].Scans);

        // Counted apart from the importer: scans by day and floor, 90 and 120 surveyed points.
        Assert.Equal((1760 + 2325, 418 + 483, 252 + 10), (fold.Train.Count, update.Count, test.Count));
        Assert.Equal(90 + 120, fold.Train.Select(scan => (scan.Floor, scan.X, scan.Y)).Distinct().Count());
        Assert.All(fold.Train, scan => Assert.Equal(2013, scan.Time!.Value.Year));
        Assert.All(update, scan => Assert.Equal(new DateTime(2014, 7, 31), scan.Time!.Value.UtcDateTime.Date));
        Assert.All(test, scan => Assert.True(scan.Time!.Value.UtcDateTime.Date >= new DateTime(2014, 8, 3)));
        Assert.All(test, scan => Assert.Contains(fold.Train, point => point.Floor == scan.Floor
            && Math.Pow(point.X!.Value - scan.X!.Value, 2) + Math.Pow(point.Y!.Value - scan.Y!.Value, 2) <= 25));
    }

    [Theory]
    [InlineData("cross-device")]
    [InlineData("one-phone")]
    [InlineData("long-term-frozen")]
    [InlineData("churn-frozen")]
    [InlineData("campus")]
    [InlineData("drift-campus")]
    public void Folds_AreAQuarterOfTheTraining_WhenQuick(string name)
    {
        var whole = Folds(name).ToDictionary(fold => fold.Name);

        Assert.All(Folds(name, quick: true), fold =>
        {
            // Of the campus, one building.
            int rows = whole[fold.Name].Train.Count(scan => name != "campus" || scan.Building == "1");
            Assert.InRange(fold.Train.Count, rows / 4, rows / 4 + 1);
            Assert.Subset(
                whole[fold.Name].Tests.Select(part => part.Name).ToHashSet(),
                fold.Tests.Select(part => part.Name).ToHashSet());
        });
    }

    [Theory]
    [InlineData("long-term")]
    [InlineData("churn")]
    [InlineData("churn-poisoned")]
    [InlineData("new-phone-update")]
    [InlineData("drift-campus")]
    [InlineData("mall-walks")]
    [InlineData("rehearsal")]
    [InlineData("rehearsal-poisoned")]
    public void Folds_UpdateWithScansThatTellNothing(string name) =>
        Assert.All(Folds(name, quick: true), fold =>
        {
            Assert.Equal(fold.Tests.Count, fold.UnlabelledSteps.Count);
            Assert.All(fold.UnlabelledSteps.SelectMany(step => step), scan => Assert.True(
                scan is { Building: null, Floor: null, Region: null, IsLabelled: false }));
            Assert.All(fold.UnlabelledSteps.Zip(fold.FreshSurveys), pair => Assert.NotEqual(
                pair.Second.Select(scan => scan.Readings), pair.First.Select(scan => scan.Readings)));
        });

    [Theory]
    [InlineData("long-term")]
    [InlineData("churn")]
    [InlineData("new-phone-update")]
    [InlineData("drift-campus")]
    [InlineData("mall-walks")]
    public void Folds_NeverUpdateWithTestedRows(string name) =>
        Assert.All(Folds(name, quick: true), fold => Assert.Empty(
            fold.UnlabelledSteps.SelectMany(step => step).Select(scan => scan.Readings)
                .Intersect(fold.Tests.SelectMany(Scans).Select(scan => scan.Readings))));

    [Fact]
    public void MallWalks_NeverSurveysATestedWalk() =>
        Assert.All(Folds("mall-walks"), fold => Assert.Empty(
            fold.Train.Concat(fold.UnlabelledSteps.SelectMany(step => step)).Select(scan => scan.Time)
                .Intersect(fold.Tests.SelectMany(Scans).Select(scan => scan.Time))));

    [Fact]
    public void Rehearsal_NeverSurveysATestedPoint() =>
        Assert.All(Folds("rehearsal"), fold => Assert.Empty(
            fold.Train.Select(scan => (scan.Floor, scan.X, scan.Y))
                .Intersect(fold.Tests.SelectMany(Scans).Select(scan => (scan.Floor, scan.X, scan.Y)))));

    [Fact]
    public void ChurnPoisoned_HasAsManyHostileScansAsGenuineOnes()
    {
        var churn = Folds("churn", quick: true)[0];
        var poisoned = Folds("churn-poisoned", quick: true)[0];

        Assert.Equal(
            churn.UnlabelledSteps.Select(step => 2 * step.Count), poisoned.UnlabelledSteps.Select(step => step.Count));
    }

    static IReadOnlyList<Scan> Scans(TestPart part) => part.Scans;
}
