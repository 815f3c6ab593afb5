using Itoloc.Datasets;
using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;
using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class CampusTrainingTests
{
    // Floors are told apart by the survey, not by the networks, so that one short epoch does for this test.
    static readonly Recipe OneEpoch = Recipe.Default with { Epochs = 1, MaximumSide = 8 };

    [Fact, Trait("Speed", "Slow")]
    public void Train_CoversEveryFloorOfACampus()
    {
        string archive = TestData.Real("ujiindoorloc-training.zip");
        Scan[] scans = [.. Importers.Find("ujiindoorloc")!.Read(archive, new ReadReport()).Where((_, i) => i % 4 == 0)];
        Scan[] survey = [.. scans.Where(scan => scan.Device != "13")];
        Scan[] test = [.. scans.Where(scan => scan.Device == "13" && scan.Readings.Count > 0)];

        Localizer model = LocalizerTrainer.Train(
            survey, new TrainingOptions { Recipe = OneEpoch, Threads = 2 }, cancellation: TestContext.Current.CancellationToken);
        LocationEstimate[] located = [.. model.Locate(test)];

        Assert.Equal(13, model.Description.Floors.Count);
        double sameFloor = test.Zip(located).Average(pair =>
            pair.First.Building == pair.Second.Building && pair.First.Floor == pair.Second.Floor ? 1.0 : 0);
        Assert.True(sameFloor > 0.9, $"{sameFloor:p1} of an unseen phone's scans are on the right floor");
    }
}
