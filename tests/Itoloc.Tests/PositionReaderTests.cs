using Itoloc.Training;

namespace Itoloc.Tests;

public sealed class PositionReaderTests
{
    static readonly LocationClass[] Classes = [new(0, 0, "west"), new(2, 0, "west"), new(4, 0, "east"), new(100, 0, "far")];

    [Fact]
    public void Read_IsTheMeanOfWhatIsNear_WhenExpected()
    {
        PositionReader.Position position = new PositionReader { Readout = Readout.Expected }.Read([0.2f, 0.4f, 0.2f, 0.2f], Classes);

        Assert.Equal(2, position.X, 5);
        Assert.Equal(0.8, position.Confidence, 5);
        Assert.Equal(Math.Sqrt(0.4 * 4 + 0.2 * 98 * 98) + 0.5, position.Spread, 3);
    }

    // Model files of before it was fitted have neither number: 0.
    [Theory]
    [InlineData(0, 0, 0.8)]
    [InlineData(0.5, 0.3, 0.7)]
    [InlineData(0.5, 0.9, 1)]
    public void Read_IsAsConfidentAsTheAnswersProved(double loss, double shift, double confidence) =>
        Assert.Equal(confidence, new PositionReader { Readout = Readout.Expected, ConfidenceLoss = loss, ConfidenceShift = shift }
            .Read([0.2f, 0.4f, 0.2f, 0.2f], Classes).Confidence, 5);

    [Fact]
    public void Radius_AddsWhatTheSurveyCouldNotShow_InSquares() =>
        Assert.Equal(5, new PositionReader { Readout = Readout.Expected, RadiusPerSpread = 2, UnseenMetres = 3 }.Radius(2), 9);

    [Fact]
    public void Read_IsTheLocationItself_WhenMostProbable() =>
        Assert.Equal(4, new PositionReader { Readout = Readout.MostProbable }.Read([0.3f, 0.3f, 0.4f, 0], Classes).X);

    [Fact]
    public void Combine_IsTheProduct_WeightedByTrustAndByHowFarTheyOverlap()
    {
        float[] network = [0.5f, 0.3f, 0.2f, 0];
        PositionReader reader = new() { Readout = Readout.Expected, NetworkTrust = 0.7, SurveyTrust = 0.5 };

        reader.Combine(network, [0.1f, 0.6f, 0.3f, 0]);

        double overlap = Math.Sqrt(0.05) + Math.Sqrt(0.18) + Math.Sqrt(0.06);
        double[] products = [Product(0.5, 0.1), Product(0.3, 0.6), Product(0.2, 0.3), Product(0, 0)];
        Assert.All(network.Zip(products), pair => Assert.Equal(pair.Second / products.Sum(), pair.First, 5));

        double Product(double a, double b) => Math.Pow(a + 1e-6, 0.7 * overlap) * Math.Pow(b + 1e-6, 0.5);
    }

    [Fact]
    public void Combine_HasTheSurveySpeakForTheNetwork_WhereThatHasLearntTheScan()
    {
        float[] network = [0.5f, 0.3f, 0.2f, 0], survey = [0.1f, 0.6f, 0.3f, 0], learnt = [.. network];
        PositionReader reader = new() { Readout = Readout.Expected, NetworkTrust = 0.7, SurveyTrust = 0.5 };

        reader.Combine(learnt, survey, isLearnt: true);

        double overlap = Math.Sqrt(0.05) + Math.Sqrt(0.18) + Math.Sqrt(0.06);
        double[] powers = [.. survey.Select(p => Math.Pow(p + 1e-6, 0.5 + 0.7 * overlap))];
        Assert.All(learnt.Zip(powers), pair => Assert.Equal(pair.Second / powers.Sum(), pair.First, 5));
    }

    [Fact]
    public void Combine_IsTheSurveyAlone_WhereTheNetworkContradictsIt()
    {
        float[] network = [1, 0, 0, 0];
        PositionReader reader = new() { Readout = Readout.Expected, NetworkTrust = 1, SurveyTrust = 1 };

        reader.Combine(network, [0, 0.5f, 0.5f, 0]);

        Assert.Equal([0, 0.5f, 0.5f, 0], network, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Combine_LeavesTheNetworkAlone_WhenTheSurveyIsNotTrusted()
    {
        float[] network = [0.5f, 0.3f, 0.2f, 0];

        new PositionReader { Readout = Readout.MostProbable }.Combine(network, [0, 0, 0, 1]);

        Assert.Equal([0.5f, 0.3f, 0.2f, 0], network);
    }

    [Fact]
    public void Region_HasTheLargestSum() => Assert.Equal("west", PositionReader.Region([0.3f, 0.3f, 0.4f, 0], Classes));

    [Fact]
    public void Region_IsNull_WhereNoneIsNamed() => Assert.Null(PositionReader.Region([1f], [new LocationClass(0, 0, null)]));
}
