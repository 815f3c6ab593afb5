using FsCheck;
using FsCheck.Fluent;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class AccessPointIndexTests
{
    const string A0 = "04:bd:88:41:5a:c0";
    const string A1 = "04:bd:88:41:5a:c1";
    const string A2 = "04:bd:88:41:5a:c2";

    [Fact]
    public void Build_GroupsNamesOfOneRadio_ThatKeepTheSameLevel() =>
        AssertGroups([$"{A0} {A1}"], Survey(30, i => [new(A0, Level(i)), new(A1, Level(i) - i % 2)]));

    [Fact]
    public void Build_GroupsALocallyAdministeredName_WithItsRadio() =>
        AssertGroups(
            [$"{A0} 06:bd:88:41:5a:c4"], Survey(30, i => [new("06:bd:88:41:5a:c4", Level(i)), new(A0, Level(i))]));

    [Fact]
    public void Build_KeepsTwoBandsApart_WhenTheirLevelsDiffer() =>
        AssertGroups([A0, A1], Survey(30, i => [new(A0, Level(i)), new(A1, Level(i) - 8)]));

    [Fact]
    public void Build_KeepsApart_WhenTheDifferenceVaries() =>
        AssertGroups([A0, A1], Survey(30, i => [new(A0, Level(i)), new(A1, Level(7 * i))]));

    [Fact]
    public void Build_KeepsApart_WhenTheBssidsAreUnrelated() =>
        AssertGroups(
            [A0, "04:bd:88:41:5b:c1"], Survey(30, i => [new(A0, Level(i)), new("04:bd:88:41:5b:c1", Level(i))]));

    [Fact]
    public void Build_KeepsApart_WhatIsNoBssid() =>
        AssertGroups(["WAP001", "WAP002"], Survey(30, i => [new("WAP001", Level(i)), new("WAP002", Level(i))]));

    [Fact]
    public void Build_KeepsApart_WhenSeldomHeardTogether() =>
        AssertGroups([A0, A1], Survey(60, i => i < 4
            ? [new(A0, Level(i)), new(A1, Level(i))]
            : [new(i % 2 == 0 ? A0 : A1, Level(i))]));

    [Fact]
    public void Build_GroupsRareNames_WhenMostlyHeardTogether() =>
        AssertGroups([$"{A0} {A1}"], Survey(60, i => i < 4
            ? [new(A0, Level(i)), new(A1, Level(i))]
            : [new(A0, Level(i))]));

    [Fact]
    public void Build_DoesNotChain_AcrossNamesThatDiffer()
    {
        // A0–A1 and A1–A2 differ by 2 dB, A0–A2 by 4: A2 must not come in through A1.
        AssertGroups([$"{A0} {A1}", A2], Survey(40, i => i < 30
            ? [new(A0, Level(i)), new(A1, Level(i) - 2), new(A2, Level(i) - 4)]
            : [new(A0, Level(i)), new(A1, Level(i) - 2)]));
    }

    [Fact]
    public void Build_DescribesEachFeature()
    {
        AccessPointFeature feature = Assert.Single(AccessPointIndex.Build(
        [
            Scan(new(A0, -60), new(A1, -62)),
            Scan(new(A0, -70), new(A1, -72)),
            Scan(new(A0, -50), new(A1, -52)),
            Scan(),
        ]).Features);

        Assert.Equal((3, -51f, -61f), (feature.ScansHeard, feature.StrongestDbm, feature.MeanDbm));
    }

    [Fact]
    public void Read_IsTheMeanOfTheMembersHeard_AndNaNWhereNoneIs()
    {
        AccessPointIndex index = Index([A0, A1], [A2]);
        float[] fingerprint = new float[2];

        index.Read(Scan(new(A0, -60), new(A1, -63), new("other", -40)), fingerprint);
        Assert.Equal([-61.5f, float.NaN], fingerprint);

        index.Read(Scan(new(A1, -63), new(A2, -90)), fingerprint);
        Assert.Equal([-63f, -90f], fingerprint);
    }

    [Fact]
    public void CountKnown_CountsReadingsOfFeatures() =>
        Assert.Equal(2, Index([A0, A1], [A2]).CountKnown(Scan(new(A0, -60), new(A2, -63), new("other", -40))));

    [Fact]
    public void Constructor_Throws_WhenAnIdentifierBelongsToTwoFeatures() =>
        Assert.Throws<ArgumentException>(() => Index([A0, A1], [A1]));

    [Fact]
    public void Read_Throws_WhenTheSpanDoesNotFit() =>
        Assert.Throws<ArgumentException>(() => Index([A0]).Read(Scan(), new float[2]));

    [Fact]
    public void Fingerprint_DoesNotDepend_OnTheOrderOfReadings() => Prop.ForAll(Surveys().ToArbitrary(), survey =>
    {
        Scan[] shuffled = [.. survey.Select(scan => scan with { Readings = [.. scan.Readings.Reverse()] })];
        AccessPointIndex index = AccessPointIndex.Build(survey), same = AccessPointIndex.Build(shuffled);
        Assert.Equal(Groups(index), Groups(same));
        float[] fingerprint = new float[index.Count], other = new float[index.Count];
        for (int i = 0; i < survey.Length; i++)
        {
            index.Read(survey[i], fingerprint);
            same.Read(shuffled[i], other);
            Assert.Equal(fingerprint, other);
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Features_ContainEveryIdentifierOnce() => Prop.ForAll(Surveys().ToArbitrary(), survey => Assert.Equal(
        survey.SelectMany(scan => scan.Readings).Select(reading => reading.AccessPoint)
            .Distinct().Order(StringComparer.Ordinal),
        AccessPointIndex.Build(survey).Features.SelectMany(feature => feature.Members).Order(StringComparer.Ordinal)))
        .Check(Config.QuickThrowOnFailure);

    static float Level(int i) => -40 - 37 * i % 41;

    static Scan Scan(params Reading[] readings) => new() { Readings = readings };

    static Scan[] Survey(int count, Func<int, Reading[]> readings) =>
        [.. Enumerable.Range(0, count).Select(i => Scan(readings(i)))];

    static AccessPointIndex Index(params string[][] features) =>
        new([.. features.Select(members =>
            new AccessPointFeature { Members = members, ScansHeard = 1, StrongestDbm = -1, MeanDbm = -1 })]);

    static IEnumerable<string> Groups(AccessPointIndex index) =>
        index.Features.Select(feature => string.Join(' ', feature.Members));

    static void AssertGroups(string[] expected, Scan[] survey) =>
        Assert.Equal(expected, Groups(AccessPointIndex.Build(survey)));

    /// <summary>Few scans of a few related BSSIDs, near one another in level, so that groups do arise.</summary>
    static Gen<Scan[]> Surveys()
    {
        Gen<Reading> reading = Gen.Choose(0, 7).Zip(Gen.Choose(5000, 5600))
            .Select(pair => new Reading($"04:bd:88:41:5a:{0xbc + pair.Item1:x2}", -pair.Item2 / 100f));
        return reading.ArrayOf().Select(readings => Scan([.. readings.DistinctBy(r => r.AccessPoint)])).ArrayOf();
    }
}
