using Itoloc.Fingerprints;
using Itoloc.Tests.Training;
using Itoloc.Training;

namespace Itoloc.Tests;

public sealed class LocalizerTests
{
    readonly Localizer _model = LocalizerTrainer.Train(
        ToySurvey.Scans(4, 1, "1", "2"), ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 1 } });

    [Fact]
    public void Locate_AnswersAlike_SeveralCallersAtOnceAndBatches()
    {
        List<Scan> scans = ToySurvey.Scans(6, 7, "1", "2");
        LocationEstimate[] expected = [.. scans.Select(scan => _model.Locate([scan])[0])];
        LocationEstimate[] alone = new LocationEstimate[4 * scans.Count];

        Parallel.For(0, alone.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            i => alone[i] = _model.Locate([scans[i % scans.Count]])[0]);

        Assert.Contains(expected, estimate => estimate.Known);
        Assert.Equal(Enumerable.Repeat(expected, 4).SelectMany(estimates => estimates), alone);
        Assert.Equal(expected, _model.Locate(scans));
    }

    [Fact]
    public void Features_AreThoseOfTheScanAlone()
    {
        List<Scan> scans = ToySurvey.Scans(6, 7, "1", "2");

        IReadOnlyList<float[]> features = _model.Features(scans);

        Assert.Equal(scans.Count, features.Count);
        Assert.All(features, values => Assert.Equal(features[0].Length, values.Length));
        Assert.Equal(features[40], _model.Features([scans[40]])[0]);
        Assert.NotEqual(features[0], features[40]);
        Assert.Contains(features[0], value => value != 0);
    }
}
