using Itoloc.Nn;

namespace Itoloc.Networks;

/// <summary>The building blocks of Fig. 8, shared by all five modules.</summary>
static class Blocks
{
    /// <summary>Slope of every leaky rectifier below zero. iToLoc, Section V-A2.</summary>
    public const float Slope = 0.1f;

    /// <summary>A conv block: two convolutions, each followed by normalisation and rectifier (legend of Fig. 8).</summary>
    public static Layer ConvBlock(string name, Shape input, int size, int channels, Random random, bool isFirst = false)
    {
        Shape output = input with { Channels = channels };
        return new Sequential(
            new Conv2d($"{name}.conv1", input, channels, size, random, needsInputGradient: !isFirst),
            new BatchNorm2d($"{name}.norm1", output, Slope),
            new Conv2d($"{name}.conv2", output, channels, size, random),
            new BatchNorm2d($"{name}.norm2", output, Slope));
    }

    /// <summary>Max-pooling 2×2, then dropout.</summary>
    public static Layer PoolAndDrop(Shape input, double dropout, Random random)
    {
        MaxPool2d pool = new(input);
        return new Sequential(pool, new Dropout(pool.Output, dropout, random));
    }

    /// <summary>A module behind the feature extractor: block, pooling, block, average pooling, fully connected.</summary>
    /// <remarks>
    /// The average pooling is 2×2, not global: a fingerprint image's pixel is a pair of access points, and a global mean
    /// would forget which pair it is. The paper does not give its size.
    /// </remarks>
    public static Layer Module(
        string name, Layer first, Func<Shape, Layer> second, double dropout, int outputs, Random random)
    {
        Layer pool = PoolAndDrop(first.Output, dropout, random);
        Layer block = second(pool.Output);
        AveragePool2d average = new(block.Output);
        return new Sequential(first, pool, block, average, new Linear($"{name}.fc", average.Output, outputs, random));
    }
}
