using Itoloc.Fingerprints;
using Itoloc.Networks;
using Itoloc.Training;

namespace Itoloc.Tests;

public sealed class SurveyPredictorTests
{
    static readonly SurveyRow[] Rows = [Row("1", 0), Row("1", 4), Row("2", 0)];
    static readonly float[][] Fingerprints = [[-50, -70, float.NaN], [-70, -50, float.NaN], [float.NaN, float.NaN, -50]];
    static readonly FloorModel[] Floors = [Model("1", [new(0, 0, null), new(4, 0, null)]), Model("2", [new(0, 0, null)])];

    [Fact]
    public void Predict_FindsFloorAndLocation()
    {
        // Ten scans a point: of a point with one, what its neighbours lend would be a third.
        SurveyRow[] rows = [.. Enumerable.Repeat(Rows, 10).SelectMany(row => row)];
        float[][] fingerprints = [.. Enumerable.Repeat(Fingerprints, 10).SelectMany(row => row)];

        (FloorModel floor, float[] probabilities, _) = new SurveyPredictor(rows, fingerprints, Floors).Predict([-53, -73, float.NaN]);

        Assert.Equal("1", floor.Floor);
        Assert.Equal(1, probabilities.Sum(), 4);
        Assert.True(probabilities[0] > 0.9f);
    }

    [Fact]
    public void Predict_AnswersWithoutRowsThatAreNotCounted()
    {
        (FloorModel floor, float[] probabilities, _) = new SurveyPredictor(Rows[1..], Fingerprints[1..], Floors)
            .Predict([-50, -70, float.NaN]);

        Assert.Equal("1", floor.Floor);
        Assert.True(probabilities[1] > probabilities[0]);
    }

    static SurveyRow Row(string floor, double x) => new(null, floor, null, x, 0, null, null);

    internal static FloorModel Model(string floor, LocationClass[] classes) => new(
        null, floor, [[0], [1], [2]], new FingerprintImage { Mean = 0, Deviation = 1 }, classes,
        new ItolocNetwork(new NetworkOptions { Side = 8, ImageChannels = 1, Locations = classes.Length, Domains = 1, Dropout = 0 }, seed: 1),
        new PositionReader { Readout = Readout.Expected });
}
