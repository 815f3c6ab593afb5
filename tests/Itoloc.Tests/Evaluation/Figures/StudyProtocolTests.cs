using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Tests.Evaluation.Figures;

public sealed class StudyProtocolTests
{
    [Fact]
    public void ShortTerm_TestsDevicesTheSurveyNeverSaw_OnAWalk()
    {
        var fold = Assert.Single(new ShortTerm("office").Folds("", quick: true));

        var surveyed = fold.Train.Select(scan => scan.Device).ToHashSet();
        var unseen = fold.Tests.Where(part => part.Group != ShortTerm.Known).ToList();
        Assert.Equal(5, surveyed.Count);
        Assert.Equal(25, unseen.Count);
        Assert.DoesNotContain(unseen.SelectMany(part => part.Scans), scan => surveyed.Contains(scan.Device));
        Assert.All(fold.Tests.Except(unseen).SelectMany(part => part.Scans), scan => Assert.Contains(scan.Device, surveyed));
        // GIFT needs the order of a walk: nobody goes farther than two seconds take at 1 m/s.
        Assert.All(fold.Tests, part => Assert.All(part.Scans.Zip(part.Scans.Skip(1)), pair =>
        {
            Assert.True(pair.First.Time < pair.Second.Time);
            Assert.True(Math.Sqrt(Math.Pow(pair.First.X!.Value - pair.Second.X!.Value, 2)
                + Math.Pow(pair.First.Y!.Value - pair.Second.Y!.Value, 2)) < 2.1);
        }));
    }

    [Fact]
    public void Months_GiveNoLabels_AndTestLaterThanTheyUpdate()
    {
        var fold = Assert.Single(new Months("office").Folds("", quick: true));

        Assert.Equal(fold.Tests.Count, fold.UnlabelledSteps.Count);
        Assert.Equal(fold.Tests.Count, fold.WalkSteps.Count);
        // The redecoration's week.
        Assert.Contains("week 18", fold.Tests.Select(part => part.Name));
        Assert.All(fold.UnlabelledSteps.SelectMany(step => step), scan => Assert.False(scan.IsLabelled));
        Assert.All(fold.WalkSteps.SelectMany(step => step).Concat(fold.SurveyWalks), walk =>
        {
            Assert.All(walk.Scans, scan => Assert.False(scan.IsLabelled));
            Assert.Equal(walk.Scans.Count - 1, walk.Moves.Count);
        });
        Assert.True(fold.Train.Max(scan => scan.Time) < fold.UnlabelledSteps[0].Min(scan => scan.Time));
        Assert.Equal(13, fold.Plan!.Zones.Count);
        Assert.All(fold.Plan.Edges, edge => Assert.True(edge.From >= 0 && edge.To >= 0));
    }
}
