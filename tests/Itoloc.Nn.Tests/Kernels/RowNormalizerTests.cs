using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

public sealed class RowNormalizerTests
{
    const float Slope = 0.1f;

    [Fact]
    public void Normalize_EqualsDefinition_ForEveryNumberOfChannels() => ForEveryShape((rows, x, channels) =>
    {
        float[] y = [.. x];

        rows.Normalize(y, y);

        TestTensors.AssertClose([.. x.Select((_, i) => Math.Max(T(rows, x, i), T(rows, x, i) * Slope))], y, 1e-6);
    });

    [Fact]
    public void AddMoments_EqualsDefinition_ForEveryNumberOfChannels() => ForEveryShape((rows, x, channels) =>
    {
        float[] sums = TestTensors.Random(2, channels), squares = TestTensors.Random(3, channels);
        float[] expectedSums = [.. sums], expectedSquares = [.. squares];
        for (int i = 0; i < x.Length; i++)
        {
            expectedSums[i % channels] += x[i];
            expectedSquares[i % channels] += x[i] * x[i];
        }

        rows.AddMoments(x, sums, squares);

        TestTensors.AssertClose(expectedSums, sums, 1e-6);
        TestTensors.AssertClose(expectedSquares, squares, 1e-6);
    });

    [Fact]
    public void AddGradients_EqualsDefinition_ForEveryNumberOfChannels() => ForEveryShape((rows, x, channels) =>
    {
        float[] dy = TestTensors.Random(4, x.Length);
        float[] sums = TestTensors.Random(2, channels), products = TestTensors.Random(3, channels);
        float[] expectedSums = [.. sums], expectedProducts = [.. products];
        for (int i = 0; i < x.Length; i++)
        {
            expectedSums[i % channels] += G(rows, x, dy, i);
            expectedProducts[i % channels] += G(rows, x, dy, i) * (x[i] - rows.Mean[i % channels]);
        }

        rows.AddGradients(x, dy, sums, products);

        TestTensors.AssertClose(expectedSums, sums, 1e-6);
        TestTensors.AssertClose(expectedProducts, products, 1e-6);
    });

    [Fact]
    public void Gradient_EqualsDefinition_ForEveryNumberOfChannels() => ForEveryShape((rows, x, channels) =>
    {
        float[] dy = TestTensors.Random(4, x.Length);
        float[] expected = [.. x.Select((value, i) =>
            rows.Scale[i % channels] * G(rows, x, dy, i) + rows.InputFactor[i % channels] * value + rows.Constant[i % channels])];

        rows.Gradient(x, dy, dy);

        TestTensors.AssertClose(expected, dy, 1e-6);
    });

    static float T(RowNormalizer rows, float[] x, int i) =>
        x[i] * rows.Scale[i % rows.Scale.Length] + rows.Shift[i % rows.Shift.Length];

    static float G(RowNormalizer rows, float[] x, float[] dy, int i) => T(rows, x, i) > 0 ? dy[i] : dy[i] * Slope;

    static void ForEveryShape(Action<RowNormalizer, float[], int> test)
    {
        for (int channels = 1; channels <= 70; channels++)
        {
            RowNormalizer rows = new(channels, Slope);
            float[][] parameters = [rows.Mean, rows.Scale, rows.Shift, rows.InputFactor, rows.Constant];
            for (int i = 0; i < parameters.Length; i++)
                TestTensors.Random(5 + i, channels).CopyTo(parameters[i], 0);
            foreach (int pixels in (int[])[0, 1, 2, 9])
                test(rows, TestTensors.Random(1, pixels * channels), channels);
        }
    }
}
