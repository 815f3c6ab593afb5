using System.Text;
using Itoloc.Cli;
using Itoloc.Cli.Commands;
using Itoloc.Training;

namespace Itoloc.Tests.Cli;

public sealed class DemoCommandTests
{
    // A small survey and few epochs: what is tested is the demo, not the model.
    static readonly TrainingOptions Short = new() { Recipe = Recipe.Default with { Epochs = 2 } };

    [Fact]
    public void Demo_FollowsThePhone_AndSumsUp()
    {
        using var output = new MemoryStream();
        using var messages = new StringWriter();
        using (var shell = new Shell(Stream.Null, output, messages))
        {
            Assert.Equal(CommandLine.Done, DemoCommand.Run(shell, Short, scansPerPoint: 1));
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("\n  0:00  (", text, StringComparison.Ordinal);
        Assert.Contains("\n  0:58  (", text, StringComparison.Ordinal);
        Assert.Contains("\n|----", text, StringComparison.Ordinal);
        Assert.Contains("\nsimulated: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_SaysSo_WhenTheMachineIsTooSlow()
    {
        using var messages = new StringWriter();
        using var shell = new Shell(Stream.Null, Stream.Null, messages) { Clock = new SteppingClock(TimeSpan.FromSeconds(1)) };

        var failure = Assert.Throws<CommandFailedException>(() => DemoCommand.Run(shell, Short, scansPerPoint: 1));

        Assert.Contains("no epoch", failure.Message, StringComparison.Ordinal);
    }
}
