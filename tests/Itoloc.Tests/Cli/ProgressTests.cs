using Itoloc.Cli;

namespace Itoloc.Tests.Cli;

public sealed class ProgressTests
{
    [Fact]
    public void Describe_NamesWhatThereIs() => Assert.Equal(
        "lib/3, epoch 2/40, location loss 1.500, spatial loss 0.250, domain accuracy 31 %, validation error 2.10 m",
        TrainingRun.Describe(new()
        {
            Part = "lib/3",
            Epoch = 2,
            Epochs = 40,
            Fraction = 0.1,
            LocationLoss = 1.5,
            SpatialLoss = 0.25,
            DomainAccuracy = 0.314,
            ValidationError = 2.1,
        }));

    [Fact]
    public void Describe_LeavesOutWhatThereIsNot() => Assert.Equal(
        "epoch 1/40, location loss 1.500, spatial loss 0.250",
        TrainingRun.Describe(new() { Part = "", Epoch = 1, Epochs = 40, Fraction = 0, LocationLoss = 1.5, SpatialLoss = 0.25 }));

    [Fact]
    public void Show_WritesALineEveryFewSeconds_WhenNobodyWatches()
    {
        using var messages = new StringWriter { NewLine = "\n" };
        using var shell = new Shell(Stream.Null, Stream.Null, messages) { Clock = new SteppingClock(TimeSpan.FromSeconds(1)) };

        ProgressDisplay.Show(shell, report =>
        {
            for (var i = 0; i <= 10; i++) report(i / 10.0, $"step {i}");
            return 0;
        });

        Assert.InRange(messages.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 2, 8);
        Assert.Contains(" %  step ", messages.ToString(), StringComparison.Ordinal);
        Assert.Contains(" left", messages.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TimeLeft_SupposesTheSamePace()
    {
        var clock = new SteppingClock(TimeSpan.FromSeconds(10));
        var left = new TimeLeft(clock);

        Assert.Equal("", left.At(0.5)); // half was done before
        Assert.Equal(", 0:10 left", left.At(0.75)); // a quarter took ten seconds
    }
}
