using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets.Simulation;

public class ChangesTests
{
    static readonly Scenario Mall = Scenarios.Find("mall")!;
    static readonly Life[] Lives = [.. new Lives(Mall, new Seed(1)).All()];

    [Fact]
    public void Lives_AreTheSame_ForTheSameSeed() =>
        Assert.Equal(Lives.Select(Text), new Lives(Mall, new Seed(1)).All().Select(Text));

    [Fact]
    public void Lives_AreTheScenarioAlone_OnTheSurveyDay() =>
        Assert.Equal(Mall.AccessPoints, Lives.Where(life => life.From <= 0).Select(life => life.AccessPoint));

    [Fact]
    public void Lives_AreOnlyTheScenario_WithoutChanges() =>
        Assert.All(
            new Lives(Mall with { Changes = Changes.None }, new Seed(1)).All().Where(life => life.From < 1000),
            life => Assert.Contains(life.AccessPoint, Mall.AccessPoints));

    [Fact]
    public void Lives_NeverShareAnAddress_OfTwoBoxesAtOneTime()
    {
        foreach (int day in new[] { 0, 10, 100, 200, 500, 1000 })
        {
            string[] bssids = [.. Lives.Where(life => life.From <= day && day < life.Until)
                .SelectMany(life => life.AccessPoint.Radios).SelectMany(radio => radio.Bssids)];
            Assert.Equal(bssids.Length, bssids.Distinct().Count());
        }
    }

    [Fact]
    public void Lives_KeepTheAddress_WhenABoxIsMoved_AndThePlace_WhenItIsReplaced()
    {
        var pairs = Lives.Zip(Lives.Skip(1))
            .Where(pair => pair.First.Until == pair.Second.From && !pair.First.AccessPoint.Moves).ToList();
        var moved = pairs.Where(pair => Bssid(pair.First) == Bssid(pair.Second)).ToList();
        var replaced = pairs.Where(pair => Bssid(pair.First) != Bssid(pair.Second)).ToList();

        Assert.NotEmpty(moved);
        Assert.All(moved, pair => Assert.NotEqual(pair.First.Place, pair.Second.Place));
        Assert.NotEmpty(replaced);
        Assert.All(replaced, pair => Assert.Equal(pair.First.Place, pair.Second.Place));
    }

    [Fact]
    public void IsOut_IsRare_AndLastsDays()
    {
        bool[] out4Hourly = [.. Enumerable.Range(0, 20).SelectMany(box =>
            Enumerable.Range(0, 6_000).Select(i => Mall.Changes.IsOut(new Seed(2).With(box), i / 6.0)))];
        int outages = out4Hourly.Zip(out4Hourly.Skip(1)).Count(pair => !pair.First && pair.Second);

        // 20 boxes for 1,000 days, a quarter failing in 100 days for three and a half days on average.
        Assert.InRange(outages, 35, 65);
        Assert.InRange(out4Hourly.Count(isOut => isOut) / 6.0 / outages, 2.5, 4.5);
    }

    [Fact]
    public void PowerStepDb_HoldsForWeeks_InStepsOfThreeDecibels()
    {
        double[][] daily =
        [
            .. Enumerable.Range(0, 20).Select(radio => Enumerable.Range(0, 900)
                .Select(day => Mall.Changes.PowerStepDb(new Seed(3).With(radio), day)).ToArray()),
        ];

        Assert.All(daily, radio => Assert.Equal(0, radio[0]));
        Assert.All(daily, radio => Assert.InRange(
            radio.Zip(radio.Skip(1)).Count(pair => pair.First != pair.Second), 1, 10));
        Assert.Equal([-3, 0, 3], daily.SelectMany(radio => radio).Distinct().Order());
    }

    [Fact]
    public void Redecoration_ChangesLevels_InItsPartMoreThanElsewhere()
    {
        var building = new SimulatedBuilding(Mall with { Changes = Changes.None }, 1);
        Phone[] phone = [Mall.TestPhones[0]];
        // Two Wednesdays: the last before and the first after.
        Scan[] before = [.. building.Test(phone, scans: 200, days: [121])];
        Scan[] after = [.. building.Test(phone, scans: 200, days: [128])];

        var changed = before.Zip(after).ToLookup(
            pair => Mall.Redecoration!.Contains(new((float)pair.First.X!.Value, (float)pair.First.Y!.Value)),
            pair => pair.First.Readings.Join(
                pair.Second.Readings, r => r.AccessPoint, r => r.AccessPoint, (r, s) => (double)s.RssiDbm - r.RssiDbm));
        double inside = ScanStatistics.Deviation([.. changed[true].SelectMany(levels => levels)]);
        double outside = ScanStatistics.Deviation([.. changed[false].SelectMany(levels => levels)]);
        Assert.InRange(inside, outside + 0.5, 10);
    }

    static string Bssid(Life life) => life.AccessPoint.Radios[0].Bssids[0];

    static string Text(Life life) => $"{life.AccessPoint.Name} {life.Place} {Bssid(life)} {life.From} {life.Until}";
}
