namespace Itoloc.Nn.Tests;

/// <summary>A network with every kind of layer, small enough to check by differences.</summary>
static class SmallNetwork
{
    public static readonly Shape Input = new(8, 8, 1);

    /// <summary>With 32 channels in both places convolutions are Winograd's at every vector width.</summary>
    public static Sequential Create(int channels = 3, int blockChannels = 5)
    {
        Random random = new(3);
        Shape full = Input with { Channels = channels }, half = new(4, 4, channels);
        ResidualBlock block = new("block", half, blockChannels, 5, 0.1f, random);
        AveragePool2d average = new(block.Output);
        return new Sequential(
            new Conv2d("conv", Input, channels, 3, random), new BatchNorm2d("norm", full, 0.1f), new MaxPool2d(full),
            new Dropout(half, 0.25, random), block, average, new Linear("linear", average.Output, 4, random));
    }
}
