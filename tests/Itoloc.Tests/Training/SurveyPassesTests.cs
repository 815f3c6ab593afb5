using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class SurveyPassesTests
{
    static readonly DateTimeOffset Start = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void PassOf_NumbersStretchesOfEqualLength_InTheOrderOfTime()
    {
        SurveyRow[] walk = [.. Enumerable.Range(0, 90).Select(i => new SurveyRow(null, "1", null, i, 0, "phone", Start.AddSeconds(i)))];
        SurveyPasses passes = new([.. walk.Reverse()]);

        Assert.Equal(Enumerable.Range(0, 90).Select(i => (int?)(i / 3)), walk.Select(passes.PassOf));
    }

    [Fact]
    public void PassOf_IsNull_WhereMostPositionsHaveSeveralScans()
    {
        SurveyRow[] points = [.. Enumerable.Range(0, 90).Select(i => new SurveyRow(null, "1", null, i / 2, 0, "phone", null))];
        SurveyPasses passes = new(points);

        Assert.All(points, row => Assert.Null(passes.PassOf(row)));
    }

    [Fact]
    public void PassOf_KeepsApartTheFloors_AndCountsARowOnce()
    {
        SurveyRow[] walk = [.. Enumerable.Range(0, 30).Select(i => new SurveyRow(null, "1", null, i, 0, "phone", Start.AddSeconds(i)))];
        SurveyRow[] points = [.. Enumerable.Range(0, 30).Select(i => new SurveyRow(null, "2", null, i / 3, 0, "phone", Start.AddSeconds(i)))];
        // Adopted scans stand behind the survey's own, with the row of their place.
        SurveyPasses passes = new([.. walk, .. points, .. walk, .. walk]);

        Assert.Equal(Enumerable.Range(0, 30).Select(i => (int?)i), walk.Select(passes.PassOf));
        Assert.All(points, row => Assert.Null(passes.PassOf(row)));
    }
}
