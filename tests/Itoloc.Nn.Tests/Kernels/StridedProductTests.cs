using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

public class StridedProductTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(6, 0)]
    [InlineData(8, 7)]
    [InlineData(10, 32)]
    [InlineData(12, 33)]
    [InlineData(32, 24)]
    [InlineData(64, 5)]
    public void Multiply_EqualsDefinition(int rows, int terms)
    {
        foreach (bool isTransposed in new[] { false, true })
            foreach (bool accumulate in new[] { false, true })
            {
                int columns = 2 * StridedProduct.Columns;
                float[] a = Values(1, rows * terms), b = Values(2, terms * columns), expected = Values(3, rows * columns);
                float[] actual = [.. expected];
                (int aRow, int aStep) = isTransposed ? (1, rows) : (terms, 1);
                StridedProduct.Define(a, aRow, aStep, b, columns, expected, columns, rows, terms, accumulate);
                StridedProduct.Multiply(a, aRow, aStep, b, columns, actual, columns, rows, terms, accumulate);
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * (terms + 1)));
            }
    }

    static float[] Values(int seed, int length)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }
}
