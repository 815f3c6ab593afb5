using Itoloc.Training;

namespace Itoloc.Tests.Training;

public sealed class AugmentationTests
{
    [Fact]
    public void Apply_DoesNothing_WhenAllIsZero()
    {
        float[] source = [-50, float.NaN, -90], varied = new float[3];

        new Augmentation { OffsetDb = 0, Slope = 0, NoiseDb = 0, DropOut = 0 }.Apply(source, varied, new Random(1));

        Assert.Equal(source, varied);
    }

    [Fact]
    public void Apply_ShiftsAScanAsOne_WhenOnlyTheOffsetVaries()
    {
        float[] source = [-50, -60, -70], varied = new float[3];

        new Augmentation { OffsetDb = 4, Slope = 0, NoiseDb = 0, DropOut = 0 }.Apply(source, varied, new Random(1));

        Assert.NotEqual(source[0], varied[0]);
        Assert.Equal(varied[0] - source[0], varied[2] - source[2], 3);
    }

    [Fact]
    public void Apply_SilencesWhatFallsBelowTheWeakest_AndNeverWakes()
    {
        float[] source = [-104, float.NaN], varied = new float[2];
        Augmentation strong = new() { OffsetDb = 10 };
        Random random = new(1);
        int silenced = 0;
        for (int i = 0; i < 200; i++)
        {
            strong.Apply(source, varied, random);
            silenced += float.IsNaN(varied[0]) ? 1 : 0;
            Assert.True(float.IsNaN(varied[1]));
        }
        Assert.InRange(silenced, 80, 160);
    }
}
