using Itoloc.Evaluation.Baselines;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Evaluation;

public sealed class SurveyPartsTests
{
    static readonly Scan Somewhere = new() { X = 0, Y = 0, Readings = [] };

    [Fact]
    public void Of_SplitsByDevice_WhenThereAreSeveral()
    {
        var parts = SurveyParts.Of([.. ToyBuilding.Survey(1)]);

        Assert.Equal(("device", 2), (parts.HeldOut, parts.Parts.Count));
    }

    [Fact]
    public void Of_SplitsByMonth_WhenThereIsOneDevice()
    {
        var january = new DateTimeOffset(2020, 1, 31, 0, 0, 0, TimeSpan.Zero);
        var inJanuary = Somewhere with { Time = january };
        var parts = SurveyParts.Of([Somewhere with { Time = january.AddDays(1) }, inJanuary, inJanuary]);

        Assert.Equal("month", parts.HeldOut);
        Assert.Equal([[1, 2], [0]], parts.Parts);
    }

    [Fact]
    public void Of_KeepsAPointInOnePart_WhenThereIsOneDeviceAndMonth()
    {
        Scan[] survey = [.. Enumerable.Range(0, 24).Select(i => Somewhere with { X = i % 12 })];

        var parts = SurveyParts.Of(survey);

        Assert.Equal(("fifth of the points", 5), (parts.HeldOut, parts.Parts.Count));
        Assert.Equal(24, parts.Parts.Sum(part => part.Length));
        Assert.Equal(12, parts.Parts.Sum(part => part.Select(row => survey[row].X).Distinct().Count()));
    }
}
