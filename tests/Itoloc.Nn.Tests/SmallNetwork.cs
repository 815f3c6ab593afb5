namespace Itoloc.Nn.Tests;

/// <summary>A network with every kind of layer, small enough to check by differences.</summary>
static class SmallNetwork
{
    public static readonly Shape Input = new(8, 8, 1);

    public static Sequential Create()
    {
        Random random = new(3);
        Shape full = Input with { Channels = 3 }, half = new(4, 4, 3);
        ResidualBlock block = new("block", half, 5, 5, 0.1f, random);
        AveragePool2d average = new(block.Output);
        return new Sequential(
            new Conv2d("conv", Input, 3, 3, random), new BatchNorm2d("norm", full, 0.1f), new MaxPool2d(full),
            new Dropout(half, 0.25, random), block, average, new Linear("linear", average.Output, 4, random));
    }
}
