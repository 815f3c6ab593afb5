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

    [Theory]
    [InlineData("Errors: office", 15)]
    [InlineData("Features, without the adversary: real data, csu-het (glover), phone OP3 unseen", 13)]
    public void SvgChart_FitsTheTitle_AndKeepsTheAxisNameOffTheNumbers(string title, double size)
    {
        var chart = new Chart(title, new("x (m)"), new("scans (number)"), [new("survey", [(0, 300_000), (1, 100_000)])]);

        var texts = XDocument.Parse(SvgChart.Draw(chart)).Descendants().Where(element => element.Name.LocalName == "text").ToList();
        var (shown, tick, axis) = (Of(title), Of("300000"), Of("scans (number)"));

        Assert.InRange(Number(shown, "font-size"), size - 1, size);
        Assert.InRange(Number(shown, "x") + 0.6 * Number(shown, "font-size") * title.Length, 0, 720);
        Assert.True(Number(axis, "x") + 4 < Number(tick, "x") - 0.6 * Number(tick, "font-size") * tick.Value.Length);

        XElement Of(string text) => texts.First(element => element.Value == text);
        static double Number(XElement element, string attribute) =>
            double.Parse(element.Attribute(attribute)!.Value, System.Globalization.CultureInfo.InvariantCulture);
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
