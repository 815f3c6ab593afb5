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
    public void Apply_SilencesWhatFallsBelowTheWeakest()
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

    [Fact]
    public void Apply_AddsWeakReadings_OfAccessPointsThatOthersHear()
    {
        float[] source = [-50, -60, -70, -80, float.NaN, float.NaN, float.NaN], varied = new float[7];
        float[] heard = [1, 1, 1, 1, 0.6f, 0.2f, 0];
        Augmentation sensitive = new() { OffsetDb = 0, Slope = 0, NoiseDb = 0, DropOut = 0, Addition = 0.4 };
        Random random = new(1);
        int[] added = new int[7];
        for (int i = 0; i < 4000; i++)
        {
            sensitive.Apply(source, varied, random, heard);
            Assert.Equal(source[..4], varied[..4]);
            for (int k = 4; k < 7; k++)
                added[k] += float.IsNaN(varied[k]) ? 0 : 1;
        }
        // On average a quarter of 0.4 for each of the four that are heard, three to one.
        Assert.InRange((added[4] + added[5]) / 4000.0, 0.36, 0.44);
        Assert.InRange((double)added[4] / added[5], 2.6, 3.4);
        Assert.Equal(0, added[6]);
    }

    [Fact]
    public void Apply_AddsNothing_WhenNothingIsSaidOfTheSurvey()
    {
        float[] varied = new float[2];
        Random random = new(1);
        for (int i = 0; i < 100; i++)
        {
            new Augmentation().Apply([-50, float.NaN], varied, random);
            Assert.True(float.IsNaN(varied[1]));
        }
    }
}
