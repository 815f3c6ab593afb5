namespace Itoloc.Nn.Tests;

public sealed class TensorTests
{
    [Fact]
    public void Rows_LieInsideTheHalo_WithoutOverlap()
    {
        Tensor tensor = new(2, new Shape(3, 4, 5), halo: 2);
        float next = 1;
        for (int n = 0; n < 2; n++)
            for (int y = 0; y < 3; y++)
                for (int i = 0; i < 4 * 5; i++)
                    tensor.Row(n, y)[i] = next++;

        Assert.Equal(Enumerable.Range(1, 2 * 3 * 4 * 5).Select(i => (float)i), TestTensors.Interior(tensor));
        // Pixel (y, x) of sample n lies at row y + 2, column x + 2 of a 7 × 8 image.
        Assert.Equal(tensor.Row(1, 2)[3 * 5 + 4], tensor.Values[((1 * 7 + 4) * 8 + 5) * 5 + 4]);
    }

    [Fact]
    public void Resize_KeepsTheArray_WhenItHasBeenAsLarge()
    {
        Tensor tensor = new(4, new Shape(2, 2, 1));
        float[] values = tensor.Values;

        tensor.Resize(1);
        tensor.Resize(4);

        Assert.Same(values, tensor.Values);
    }

    [Fact]
    public void Sample_Throws_WithAHalo() =>
        Assert.Throws<InvalidOperationException>(() => new Tensor(1, new Shape(2, 2, 1), halo: 1).Sample(0).Length);

    [Fact]
    public void Tensor_Throws_WhenItIsTooLarge() =>
        Assert.Throws<OverflowException>(() => new Tensor(1 << 20, new Shape(1 << 10, 1 << 10, 1)));
}
