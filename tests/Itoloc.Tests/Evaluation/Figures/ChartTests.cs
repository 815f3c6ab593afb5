using System.Xml.Linq;
using Itoloc.Evaluation.Figures;
using Itoloc.Evaluation.Figures.Charts;

namespace Itoloc.Tests.Evaluation.Figures;

public sealed class ChartTests
{
    [Theory]
    [InlineData(-3, 3, "-3,-2,-1,0,1,2,3")]
    [InlineData(0, 1, "0.0,0.2,0.4,0.6,0.8,1.0")]
    [InlineData(-93, -41, "-100,-90,-80,-70,-60,-50,-40")]
    [InlineData(5, 5, "4.4,4.6,4.8,5.0,5.2,5.4,5.6")]
    public void Ticks_AreRound(double least, double most, string expected)
    {
        var ticks = new Scale([least, most], new("")).Ticks().Select(tick => tick.Label).ToList();

        // All of them are multiples of one step; the ends hold the values.
        Assert.DoesNotContain("-0", ticks);
        Assert.DoesNotContain("-0.0", ticks);
        Assert.Equal(expected, string.Join(',', ticks));
    }

    [Fact]
    public void SvgChart_EscapesText_AndLeavesOutWhatIsNoNumber()
    {
        var chart = new Chart("a < b & \"c\"", new("x (m)"), new("y (dB)"), [new("<s>", [(0, 1), (1, double.NaN), (2, 3)])]);

        var svg = XDocument.Parse(SvgChart.Draw(chart)).Root!;

        Assert.Contains(svg.Descendants(), element => element.Value == "<s>");
        Assert.Equal(2, svg.Elements(svg.Name.Namespace + "circle").Count(circle => circle.Attribute("r")!.Value == "4") - 1); // and the legend's
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CsvChart_QuotesWhatNeedsIt()
    {
        string csv = CsvChart.Of(new("t", new(""), new("y (m)"), [new("a, \"b\"", [(0, 1.5)])]) { Categories = ["office"] });

        Assert.Equal("series,name,y (m)\n\"a, \"\"b\"\"\",office,1.5\n", csv);
    }

    [Theory]
    [InlineData(-0.0001, "0.0 points")]
    [InlineData(0.0123, "1.2 points")]
    [InlineData(null, "not measured")]
    public void Say_HasNoNegativeNought(double? share, string text) => Assert.Equal(text, Say.Points(share));
}
