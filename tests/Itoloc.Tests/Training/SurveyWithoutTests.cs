using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class SurveyWithoutTests
{
    [Fact]
    public void For_LeavesOutTheRowsOwnPoint_AndLittleElse_WhereOnePhoneSurveyed()
    {
        Survey survey = new(2, "one");

        Assert.False(survey.Without.IsWalked(0));
        Assert.All(Enumerable.Range(0, Survey.Points), row =>
        {
            int[] silent = survey.Silent(row);
            Assert.Contains(row, silent);
            Assert.InRange(silent.Length, 1, Survey.Points / 2);
        });
    }

    [Fact]
    public void For_LeavesOutTheRowsPass_WhereThePhoneWalked()
    {
        Survey walk = new(1, "one");

        Assert.True(walk.Without.IsWalked(0));
        for (int pass = 0; pass < SurveyPasses.Count; pass++)
        {
            int[] silent = walk.Silent(2 * pass);
            Assert.Contains(2 * pass, silent);
            Assert.Contains(2 * pass + 1, silent);
            Assert.Equal(Survey.Points / 5, silent.Length);
        }
    }

    [Fact]
    public void For_LeavesOutTheRowsPhone_WhereSeveralSurveyed()
    {
        Survey survey = new(1, "one", "two");

        Assert.True(survey.Without.KnowsPointOf(0));
        Assert.False(survey.Without.IsWalked(0));
        Assert.Empty(survey.Silent(0));
    }

    [Fact]
    public void KnowsPointOf_IsFalse_WhereNoOtherPhoneHasBeen()
    {
        SurveyRow[] rows = [Row(0, "one"), Row(1, "one"), Row(1, "two")];
        SurveyWithout without = new(
            rows, [[-50], [-60], [-61]], [SurveyPredictorTests.Model("1", [new LocationClass(0, 0, null), new LocationClass(1, 0, null)])]);

        Assert.All([0, 1, 2], row => Assert.True(without.IsByDevice(row)));
        Assert.Equal([false, true, true], rows.Select((_, row) => without.KnowsPointOf(row)));

        static SurveyRow Row(double x, string device) => new(null, "1", null, x, 0, device, null);
    }

    /// <summary>Points 1 m apart in a row, each with an access point of its own that only it hears.</summary>
    sealed class Survey
    {
        public const int Points = 2 * SurveyPasses.Count;

        readonly float[][] _fingerprints;

        public Survey(int scans, params string[] devices)
        {
            SurveyRow[] rows = [.. devices.SelectMany(device => Enumerable.Range(0, scans * Points)
                .Select(i => new SurveyRow(null, "1", null, i % Points, 0, device, null)))];
            _fingerprints = [.. rows.Select(row => Enumerable.Range(0, Points).Select(f => f == (int)row.X ? -50f : float.NaN).ToArray())];
            Without = new(rows, _fingerprints, [SurveyPredictorTests.Model("1", [.. Enumerable.Range(0, Points).Select(x => new LocationClass(x, 0, null))])]);
        }

        public SurveyWithout Without { get; }

        /// <summary>Points of which the survey without a row knows nothing.</summary>
        public int[] Silent(int row) => [.. Enumerable.Range(0, Points)
            .Where(point => Without.For(row).Predict(_fingerprints[point]).Explained == 0)];
    }
}
