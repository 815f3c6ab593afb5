namespace Itoloc.Nn.Tests;

/// <summary>Seeded tensors and what tests ask of them.</summary>
static class TestTensors
{
    /// <summary>Values from −1 to 1, with zeros in the halo.</summary>
    public static Tensor Random(int seed, int batch, Shape shape, int halo = 0)
    {
        Tensor tensor = new(batch, shape, halo);
        System.Random random = new(seed);
        for (int n = 0; n < batch; n++)
            for (int y = 0; y < shape.Height; y++)
                Fill(tensor.Row(n, y), random);
        return tensor;
    }

    public static float[] Random(int seed, int length)
    {
        float[] values = new float[length];
        Fill(values, new System.Random(seed));
        return values;
    }

    /// <summary>The same samples with another halo.</summary>
    public static Tensor WithHalo(Tensor tensor, int halo)
    {
        Tensor copy = new(tensor.Batch, tensor.Shape, halo);
        for (int n = 0; n < tensor.Batch; n++)
            for (int y = 0; y < tensor.Shape.Height; y++)
                tensor.Row(n, y).CopyTo(copy.Row(n, y));
        return copy;
    }

    /// <summary>[batch, height, width, channels] without the halo.</summary>
    public static float[] Interior(Tensor tensor)
    {
        List<float> values = [];
        for (int n = 0; n < tensor.Batch; n++)
            for (int y = 0; y < tensor.Shape.Height; y++)
                values.AddRange(tensor.Row(n, y));
        return [.. values];
    }

    public static void AssertHaloIsZero(Tensor tensor)
    {
        int used = tensor.Batch * tensor.SampleStride;
        Assert.Equal(
            Interior(tensor).Sum(value => (double)Math.Abs(value)),
            tensor.Values.Take(used).Sum(value => (double)Math.Abs(value)), 1e-9);
    }

    /// <summary>Every value within <paramref name="tolerance"/>.</summary>
    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
                Assert.Fail($"[{i}]: expected {expected[i]}, got {actual[i]}.");
        }
    }

    static void Fill(Span<float> values, System.Random random)
    {
        foreach (ref float value in values)
            value = 2 * random.NextSingle() - 1;
    }
}
