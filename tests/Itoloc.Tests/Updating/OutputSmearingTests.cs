using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class OutputSmearingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(48)]
    [InlineData(256)]
    public void Smear_SumsToOne_AndKeepsTheTrueLabelOnTop(int classes)
    {
        Random random = new(1);
        float[] smeared = new float[classes];
        for (int i = 0; i < 200; i++)
        {
            OutputSmearing.Smear(i % classes, OutputSmearing.DeviationFor(classes), random, smeared);

            Assert.Equal(1, smeared.Sum(), 1e-5);
            Assert.All(smeared, share => Assert.True(share >= 0));
            Assert.True(smeared.Max() == smeared[i % classes] || classes == 2);
            Assert.True(classes == 2 || smeared[i % classes] > 0.6f);
        }
    }
}
