using Itoloc.Fingerprints;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class ScreeningTests(LocalizerUpdaterTests.Trained trained) : IClassFixture<LocalizerUpdaterTests.Trained>
{
    readonly Localizer _model = trained.Model;

    Screening Screening()
    {
        SitePlaces places = new(_model.Floors, _model.Rows);
        bool[] believed = [.. Enumerable.Repeat(true, _model.Index.Count)];
        return new(places, [.. _model.Fingerprints.Select(row => SignalLevel.Of(row))], believed, new(), 1, new(2, CancellationToken.None));
    }

    float[][] Levels(IEnumerable<Scan> scans) => [.. scans.Select(scan => SignalLevel.Of(LocalizerTrainer.Read(_model.Index, scan)))];

    static Scan[] Genuine(int seed = 5) => ChangingRoom.Scans(ChangingRoom.First, seed);

    static int Accepted(IEnumerable<Screening.Verdict> verdicts) => verdicts.Count(verdict => verdict == Itoloc.Updating.Screening.Verdict.Accepted);

    [Fact]
    public void Judge_AcceptsTheSitesOwn()
    {
        Scan[] scans = Genuine();

        Assert.True(Accepted(Screening().Judge(Levels(scans))) > 0.8 * scans.Length);
    }

    // Of a scan that hears four access points, all are often in one half, and the other half has nothing to say.
    [Fact]
    public void Judge_IsNotFooled_WhereAHalfHearsNothing()
    {
        Random random = new(3);
        Scan[] noise = [.. Enumerable.Range(0, 200).Select(_ => new Scan
        {
            Readings = [.. Enumerable.Range(0, 16).OrderBy(_ => random.Next()).Take(4)
                .Select(ap => new Reading($"ap{ap:00}", random.Next(-90, -40)))],
        })];

        var verdicts = Screening().Judge(Levels([.. Genuine(), .. noise]));

        Assert.True(Accepted(verdicts[^200..]) < 50, $"{Accepted(verdicts[^200..])} of 200");
    }

    // Every access point's level is of another point of the east: what little agrees is chance.
    [Fact]
    public void Judge_AcceptsNothingOfARegion_WhereHardlyAnythingFits()
    {
        Random random = new(4);
        Scan[] west = [.. Genuine().Where(scan => scan.X < 16)], east = [.. Genuine().Where(scan => scan.X >= 16)];
        Scan[] forged = [.. Enumerable.Range(0, 100).Select(_ => new Scan
        {
            Readings = [.. Enumerable.Range(0, 16).Select(ap => east[random.Next(east.Length)].Readings.First(r => r.AccessPoint == $"ap{ap:00}"))],
        })];

        var verdicts = Screening().Judge(Levels([.. west, .. east.Take(3), .. forged]));

        Assert.True(Accepted(verdicts[..west.Length]) > west.Length / 2);
        Assert.Equal(0, Accepted(verdicts[west.Length..]));
        Assert.Contains(Itoloc.Updating.Screening.Verdict.Doubtful, verdicts[west.Length..]);
    }

    [Fact]
    public void Judge_TellsHowFarScansHaveMovedFromTheSurvey()
    {
        Screening same = Screening(), other = Screening();

        same.Judge(Levels(Genuine()));
        other.Judge(Levels(ChangingRoom.Scans(ChangingRoom.First, 5, offsetDb: -25)));

        Assert.InRange(same.Shift, 0.02, 1);
        Assert.True(other.Shift > 2 * same.Shift, $"{other.Shift}");
    }

    [Fact]
    public void Judge_IsTheSame_WhateverTheThreads()
    {
        SitePlaces places = new(_model.Floors, _model.Rows);
        float[][] rows = [.. _model.Fingerprints.Select(row => SignalLevel.Of(row))];
        bool[] believed = [.. Enumerable.Repeat(true, _model.Index.Count)];
        Screening one = new(places, rows, believed, new(), 1, new(1, CancellationToken.None));

        Assert.Equal(one.Judge(Levels(Genuine())), Screening().Judge(Levels(Genuine())));
    }
}
