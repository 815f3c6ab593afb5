using Itoloc.Cli.Commands;

namespace Itoloc.Tests.Cli;

public sealed class LocateCommandTests
{
    [Fact]
    public void ToJson_HasEveryMember_WhenKnown() => Assert.Equal(
        """{"known":true,"building":"0","floor":null,"region":"Büro \"1\"","x":1.235,"y":-2,"accuracy":3.5,"confidence":0.667}""",
        LocateCommand.ToJson(new()
        {
            Known = true,
            Building = "0",
            Region = "Büro \"1\"",
            X = 1.23456,
            Y = -2,
            Accuracy = 3.5,
            Confidence = 2.0 / 3,
        }));

    [Fact]
    public void ToJson_HasNoPosition_WhenUnknown() =>
        Assert.Equal("""{"known":false}""", LocateCommand.ToJson(LocationEstimate.Unknown));
}
