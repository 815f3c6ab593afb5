using FsCheck;
using FsCheck.Fluent;
using Itoloc.Fingerprints;
using Itoloc.Nn;

namespace Itoloc.Tests.Fingerprints;

public sealed class FingerprintImageTests
{
    static readonly FingerprintImage Plain = new() { Mean = 0, Deviation = 1 };

    [Fact]
    public void Draw_IsEquation1()
    {
        float[] f = [-40, -80, float.NaN];
        Tensor images = new(1, new Shape(4, 4, 1), halo: 1);

        Plain.Draw(f, images, 0);

        float[] levels = [-40, -80, -105, -105];
        for (int j = 0; j < 4; j++)
            for (int k = 0; k < 4; k++)
                Assert.Equal((levels[j] - levels[k]) / levels[k], images.Row(0, j)[k], 1e-5f);
    }

    [Fact]
    public void Draw_SharesAccessPointsOutOverLayers_EachEquation1()
    {
        float[] f = [-40, -50, -60, -70, -80, -90, -65];
        Tensor images = new(1, new Shape(4, 4, 2), halo: 1);

        Plain.Draw(f, images, 0);

        float[] levels = [.. f, -105];
        for (int layer = 0; layer < 2; layer++)
            for (int j = 0; j < 4; j++)
                for (int k = 0; k < 4; k++)
                {
                    float fj = levels[2 * j + layer], fk = levels[2 * k + layer];
                    Assert.Equal((fj - fk) / fk, images.Row(0, j)[2 * k + layer], 1e-5f);
                }
    }

    [Fact]
    public void Draw_StandsStill_WhenAllLevelsAreScaled()
    {
        Gen<float> dbm = Gen.Choose(-900, -450).Select(tenths => tenths / 10f);
        Prop.ForAll(Arb.From(Gen.ArrayOf(dbm, 8)), f =>
        {
            Tensor images = new(2, new Shape(8, 8, 1));
            Plain.Draw(f, images, 0);
            Plain.Draw([.. f.Select(value => value * 1.1f)], images, 1);
            return images.Sample(0).ToArray().Zip(images.Sample(1).ToArray()).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Draw_LaysLevelsOutPixelByPixel_WhereItComparesNothing()
    {
        FingerprintImage image = FingerprintImage.Fit([[-50, -70], [-60, float.NaN]], compares: false);
        Tensor pixels = new(1, new Shape(2, 2, 1));

        image.Draw([-50, float.NaN], pixels, 0);

        float Expected(float level) => (level - image.Mean) / image.Deviation;
        Assert.Equal([Expected(-50), Expected(-105)], pixels.Row(0, 0).ToArray());
        Assert.Equal([Expected(-105), Expected(-105)], pixels.Row(0, 1).ToArray());
    }

    [Fact]
    public void Fit_GivesTheMeanAndDeviationOfThePixels()
    {
        float[][] fingerprints = [[-40, -60, -80, float.NaN], [-90, -30, float.NaN, -55]];
        Tensor images = new(2, new Shape(4, 4, 1));
        Plain.Draw(fingerprints[0], images, 0);
        Plain.Draw(fingerprints[1], images, 1);
        double[] pixels = [.. images.Sample(0).ToArray().Concat(images.Sample(1).ToArray()).Select(value => (double)value)];
        double mean = pixels.Average();

        FingerprintImage fitted = FingerprintImage.Fit(fingerprints);

        Assert.Equal(mean, fitted.Mean, 4);
        Assert.Equal(Math.Sqrt(pixels.Average(value => (value - mean) * (value - mean))), fitted.Deviation, 4);
    }

    [Theory]
    [InlineData(float.NaN, -105)]
    [InlineData(-120, -104)]
    [InlineData(-5, -20)]
    [InlineData(-61, -61)]
    public void Level_IsClipped(float rssiDbm, float expected) => Assert.Equal(expected, FingerprintImage.Level(rssiDbm));
}
