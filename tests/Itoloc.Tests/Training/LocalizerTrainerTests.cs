using Itoloc.Fingerprints;
using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class LocalizerTrainerTests
{
    [Fact]
    public void Train_FindsPointsOfTheSurvey_FromOtherScans()
    {
        Localizer model = LocalizerTrainer.Train(ToySurvey.Scans(), ToySurvey.Quick, cancellation: TestContext.Current.CancellationToken);
        List<Scan> others = ToySurvey.Scans(scansPerPoint: 2, seed: 9);

        IReadOnlyList<LocationEstimate> located = model.Locate(others);

        Assert.All(located, estimate => Assert.True(estimate.Known));
        Assert.True(others.Zip(located, Error).Average() < 1.2, "a mean error under half the grid's 3 m");
        Assert.True(others.Zip(located).Average(pair => pair.First.Region == pair.Second.Region ? 1.0 : 0) > 0.9);
    }

    [Fact]
    public void Train_GivesTheSameModel_WhateverTheThreads()
    {
        List<Scan> survey = ToySurvey.Scans(scansPerPoint: 4);
        TrainingOptions options = ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 2 } };

        IReadOnlyList<LocationEstimate>[] answers = [.. ((int[])[1, 2, 3]).Select(threads => LocalizerTrainer
            .Train(survey, options with { Threads = threads }, cancellation: TestContext.Current.CancellationToken)
            .Locate(survey[..5]))];

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    [Fact]
    public void Train_TellsFloorsApart_OnASiteOfTwo()
    {
        List<Scan> survey = ToySurvey.Scans(4, 1, "1", "2");
        TrainingOptions options = ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 1 } };

        Localizer model = LocalizerTrainer.Train(survey, options, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(survey.Select(scan => scan.Floor), model.Locate(survey).Select(estimate => estimate.Floor));
        Assert.Equal(2, model.Description.Floors.Count);
    }

    [Theory]
    [InlineData("phone-a", 0.49)]
    [InlineData("phone-", 0.7)]
    public void Train_TrustsASurveyLess_ThatOnePhoneTook(string phones, double trust)
    {
        List<Scan> scans = [.. ToySurvey.Scans(4).Where(scan => scan.Device!.StartsWith(phones, StringComparison.Ordinal))];
        TrainingOptions options = ToySurvey.Quick with { Recipe = Recipe.Default with { Epochs = 1, MaximumSteps = 1 } };

        PositionReader reader = LocalizerTrainer
            .Train(scans, options, cancellation: TestContext.Current.CancellationToken).Floors[0].Reader;

        Assert.Equal((trust, trust), (Math.Round(reader.NetworkTrust, 2), Math.Round(reader.SurveyTrust, 2)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)] // Two scans: too few for any access point to be shown in an image.
    public void Train_GivesFiniteAnswers_WhenAllScansHearTheSame(int scansPerPoint)
    {
        Reading[] same = [new("a", -50), new("b", -60)];
        List<Scan> survey = [.. (scansPerPoint == 0 ? ToySurvey.Scans(1)[..2] : ToySurvey.Scans(scansPerPoint)).Select(scan => scan with { Readings = same })];
        TrainingOptions options = ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 2 } };

        Localizer model = LocalizerTrainer.Train(survey, options, cancellation: TestContext.Current.CancellationToken);

        LocationEstimate estimate = Assert.Single(model.Locate(survey[..1]));
        Assert.True(estimate is { Known: true, X: >= 0 and <= 9, Accuracy: > 0 } && double.IsFinite(estimate.Accuracy.Value));
    }

    [Fact]
    public void Train_WorksWithThePaperPreset()
    {
        Recipe brief = Recipe.Paper with { Epochs = 3 };
        Localizer model = LocalizerTrainer.Train(
            ToySurvey.Scans(), new TrainingOptions { Preset = Preset.Paper, Recipe = brief }, cancellation: TestContext.Current.CancellationToken);

        Scan scan = ToySurvey.Scans(1, 5)[0];
        LocationEstimate estimate = Assert.Single(model.Locate([scan]));

        Assert.Contains(ToySurvey.Scans(1), point => point.X == estimate.X && point.Y == estimate.Y);
        Assert.Equal(Preset.Paper, model.Preset);
    }

    [Fact]
    public void Train_ReportsProgressUpToOne()
    {
        List<TrainingProgress> reports = [];

        LocalizerTrainer.Train(
            ToySurvey.Scans(4), ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 2 } },
            new Collector(reports), TestContext.Current.CancellationToken);

        Assert.Equal([0.5, 1.0], reports.Select(report => report.Fraction));
        Assert.All(reports, report => Assert.NotNull(report.ValidationError));
    }

    [Fact]
    public void Train_KeepsWhatItHas_WhenStoppedAfterAnEpoch()
    {
        using CancellationTokenSource stop = new();
        List<TrainingProgress> reports = [];

        Localizer model = LocalizerTrainer.Train(ToySurvey.Scans(), ToySurvey.Quick, new Collector(reports, stop.Cancel), stop.Token);

        Assert.Single(reports);
        Assert.True(model.Locate(ToySurvey.Scans(1))[0].Known);
    }

    [Fact]
    public void Train_Throws_WhenStoppedBeforeAnEpoch()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => LocalizerTrainer.Train(ToySurvey.Scans(), ToySurvey.Quick, null, stop.Token));
    }

    [Fact]
    public void Train_Throws_WhenNothingIsLabelled()
    {
        Scan[] bare = [.. ToySurvey.Scans().Select(scan => scan.WithoutLabels())];

        Assert.Throws<ArgumentException>(() => LocalizerTrainer.Train(bare, ToySurvey.Quick, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Locate_AnswersUnknown_WhenTheScanIsNotOfTheSite()
    {
        Localizer model = LocalizerTrainer.Train(
            ToySurvey.Scans(), ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 1 } },
            cancellation: TestContext.Current.CancellationToken);
        Scan silent = new() { Readings = [] }, elsewhere = new() { Readings = [new("another", -50)] };

        Assert.Equal([LocationEstimate.Unknown, LocationEstimate.Unknown], model.Locate([silent, elsewhere]));
    }

    // No other point hears what one point's scans hear, so they cannot tell how much of a scan is the site's.
    [Fact]
    public void Locate_AnswersUnknown_WhereTheSiteIsOnePointAndExplainsNextToNothing()
    {
        Scan[] point = [.. ToySurvey.Scans().Where(scan => scan is { X: 0, Y: 0, Device: "phone-a" })];
        Localizer model = LocalizerTrainer.Train(
            point, ToySurvey.Quick with { Recipe = ToySurvey.Quick.Recipe! with { Epochs = 1 } },
            cancellation: TestContext.Current.CancellationToken);
        Scan elsewhere = new() { Readings = [new(point[0].Readings[0].AccessPoint, -90), .. Enumerable.Range(0, 9).Select(i => new Reading($"another{i}", -50))] };

        Assert.True(model.Locate([point[0].WithoutLabels()])[0].Known);
        Assert.False(model.Locate([elsewhere])[0].Known);
    }

    static double Error(Scan truth, LocationEstimate estimate) =>
        Math.Sqrt(Math.Pow(truth.X!.Value - estimate.X!.Value, 2) + Math.Pow(truth.Y!.Value - estimate.Y!.Value, 2));

    sealed class Collector(List<TrainingProgress> reports, Action? then = null) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            reports.Add(value);
            then?.Invoke();
        }
    }

    // Of fewer than five scans a point training keeps none back: then scans that it has learnt ask.
    [Theory]
    [InlineData(10)]
    [InlineData(3)]
    public void Train_WidensTheRadius_WhereOnePhoneTookTheSurvey(int scansPerPoint)
    {
        List<Scan> survey = ToySurvey.Scans(scansPerPoint);
        Localizer both = LocalizerTrainer.Train(survey, ToySurvey.Quick, null, TestContext.Current.CancellationToken);
        Localizer one = LocalizerTrainer.Train(
            [.. survey.Where(scan => scan.Device == "phone-a")], ToySurvey.Quick, null, TestContext.Current.CancellationToken);

        Assert.Equal((0, 2), (both.Floors[0].Reader.UnseenMetres, one.Floors[0].Reader.UnseenMetres));
        Assert.All([both, one], model => Assert.NotEqual(Recipe.Default.ReaderFor([]).RadiusPerSpread, model.Floors[0].Reader.RadiusPerSpread));
    }

    // Where phones contradict each other, each would have put the other's scans to the far side, and been sure of it.
    [Fact]
    public void Train_LearnsWhatConfidenceIsWorth()
    {
        List<Scan> survey = ToySurvey.Scans();
        Scan[] contradicting = [.. survey.Select(scan => scan.Device == "phone-a" ? scan : scan with { X = 9 - scan.X })];

        (double alike, double alikeFitted) = MeanConfidence(survey);
        (double mirrored, double mirroredFitted) = MeanConfidence(contradicting);

        Assert.InRange(alikeFitted, alike - 0.1, 1);
        Assert.InRange(mirroredFitted, 0, 0.7 * mirrored);

        static (double AsItComes, double Fitted) MeanConfidence(IReadOnlyList<Scan> scans)
        {
            Localizer model = LocalizerTrainer.Train(scans, ToySurvey.Quick, null, TestContext.Current.CancellationToken);
            FloorModel floor = model.Floors[0];
            Localizer asItComes = model.With([floor.With(floor.Reader with { ConfidenceLoss = 0, ConfidenceShift = 0 })]);
            return (Mean(asItComes), Mean(model));

            double Mean(Localizer asked) => asked.Locate(scans).Where(answer => answer.Known).Average(answer => answer.Confidence!.Value);
        }
    }
}
