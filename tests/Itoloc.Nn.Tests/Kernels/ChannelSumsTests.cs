using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

public sealed class ChannelSumsTests
{
    [Fact]
    public void AddMoments_EqualsDefinition_ForEveryNumberOfChannels() => ForEveryShape((row, channels) =>
    {
        float[] sums = TestTensors.Random(2, channels), squares = TestTensors.Random(3, channels);
        float[] expectedSums = [.. sums], expectedSquares = [.. squares];
        for (int i = 0; i < row.Length; i++)
        {
            expectedSums[i % channels] += row[i];
            expectedSquares[i % channels] += row[i] * row[i];
        }

        ChannelSums.AddMoments(row, sums, squares);

        TestTensors.AssertClose(expectedSums, sums, 1e-6);
        TestTensors.AssertClose(expectedSquares, squares, 1e-6);
    });

    [Fact]
    public void AddGradients_EqualsDefinition_ForEveryNumberOfChannels() => ForEveryShape((row, channels) =>
    {
        const float Slope = 0.1f;
        float[] gradient = TestTensors.Random(4, row.Length), mean = TestTensors.Random(5, channels);
        float[] scale = TestTensors.Random(6, channels), shift = TestTensors.Random(7, channels);
        float[] sums = TestTensors.Random(2, channels), products = TestTensors.Random(3, channels);
        float[] expectedSums = [.. sums], expectedProducts = [.. products];
        for (int i = 0; i < row.Length; i++)
        {
            int c = i % channels;
            float g = row[i] * scale[c] + shift[c] > 0 ? gradient[i] : gradient[i] * Slope;
            expectedSums[c] += g;
            expectedProducts[c] += g * (row[i] - mean[c]);
        }

        ChannelSums.AddGradients(row, gradient, scale, shift, mean, Slope, sums, products);

        TestTensors.AssertClose(expectedSums, sums, 1e-6);
        TestTensors.AssertClose(expectedProducts, products, 1e-6);
    });

    static void ForEveryShape(Action<float[], int> test)
    {
        for (int channels = 1; channels <= 70; channels++)
            foreach (int pixels in (int[])[0, 1, 2, 9])
                test(TestTensors.Random(1, pixels * channels), channels);
    }
}
