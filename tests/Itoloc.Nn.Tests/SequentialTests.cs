namespace Itoloc.Nn.Tests;

public sealed class SequentialTests
{
    [Fact]
    public void Parameters_AreThoseOfTheLayersInOrder() =>
        Assert.Equal(
            [
                "conv.weight", "norm.scale", "norm.shift", "norm.mean", "norm.variance",
                "block.conv1.weight",
                "block.norm1.scale", "block.norm1.shift", "block.norm1.mean", "block.norm1.variance",
                "block.conv2.weight",
                "block.norm2.scale", "block.norm2.shift", "block.norm2.mean", "block.norm2.variance",
                "linear.weight", "linear.bias",
            ],
            SmallNetwork.Create().Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void Sequential_Throws_WhenShapesDoNotFit() =>
        Assert.Throws<ArgumentException>(() => new Sequential(
            new MaxPool2d(new Shape(4, 4, 1)), new MaxPool2d(new Shape(4, 4, 1))));

    [Fact]
    public void Sequential_Throws_WithoutLayers() => Assert.Throws<ArgumentException>(() => new Sequential());
}
