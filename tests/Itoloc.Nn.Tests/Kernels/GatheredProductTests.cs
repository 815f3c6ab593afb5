using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Itoloc.Nn.Kernels;
using Segment = Itoloc.Nn.Kernels.GatheredProduct.Segment;

namespace Itoloc.Nn.Tests.Kernels;

public sealed class GatheredProductTests(ITestOutputHelper output)
{
    // A sum of k products of numbers up to 1, each rounded to float32: k roundings of at most 2^-24 of the sum so far.
    static double Tolerance(int terms) => 1e-6 + terms * terms * 6e-8;

    [Fact]
    public void TileColumns_AreTwoVectorsOfTheWidthInUse()
    {
        output.WriteLine(
            $"Vector<float>: {32 * Vector<float>.Count} bits, accelerated: {Vector.IsHardwareAccelerated}; "
            + $"512-bit vectors accelerated: {Vector512.IsHardwareAccelerated}; tile: "
            + $"{GatheredProduct.TileRows} x {GatheredProduct.TileColumns}.");
        int width = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        Assert.Equal(2 * width, GatheredProduct.TileColumns);
        Assert.True(GatheredProduct.TileColumns <= GatheredProduct.Slack);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(9, 2, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(7, 3, 4)]
    [InlineData(64, 8, 3)]
    public void Multiply_EqualsDefinition_ForEveryNumberOfRowsAndColumns(int length, int segments, int aStride)
    {
        foreach (int rows in (int[])[0, 1, 2, 5, 6, 7, 11, 12, 13, 31])
            for (int columns = 1; columns <= GatheredProduct.TileColumns; columns++)
                foreach (bool accumulate in (bool[])[false, true])
                {
                    Product product = new(rows, length, segments, aStride, bStride: columns + 3);
                    float[] expected = [.. product.C], actual = [.. product.C];

                    GatheredProduct.Define(
                        product.A, product.Rows, product.B, product.Segments, length, aStride, columns + 3,
                        expected, product.CRows, columns, accumulate);
                    GatheredProduct.Multiply(
                        product.A, product.Rows, product.B, product.Segments, length, aStride, columns + 3,
                        actual, product.CRows, columns, accumulate);

                    TestTensors.AssertClose(expected, actual, Tolerance(length * segments));
                }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TileVector_EqualsDefinition(bool accumulate) =>
        CheckTile(GatheredProduct.TileVector, 2 * Vector<float>.Count, accumulate);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tile512_EqualsDefinition(bool accumulate) =>
        CheckTile(GatheredProduct.Tile512, 2 * Vector512<float>.Count, accumulate);

    delegate void Tile(
        ref float a, ReadOnlySpan<int> rows, ref float b, ReadOnlySpan<Segment> segments,
        int length, nint aStride, nint bStride, ref float c, ReadOnlySpan<int> cRows, bool accumulate);

    static void CheckTile(Tile tile, int columns, bool accumulate)
    {
        foreach (int length in (int[])[0, 1, 2, 17, 288])
            foreach (int segments in (int[])[0, 1, 5])
                foreach (int aStride in (int[])[1, 3])
                    foreach (int bStride in (int[])[columns, columns + 5, 1])
                    {
                        Product product = new(GatheredProduct.TileRows, length, segments, aStride, bStride);
                        float[] expected = [.. product.C], actual = [.. product.C];

                        GatheredProduct.Define(
                            product.A, product.Rows, product.B, product.Segments, length, aStride, bStride,
                            expected, product.CRows, columns, accumulate);
                        tile(
                            ref MemoryMarshal.GetArrayDataReference(product.A), product.Rows,
                            ref MemoryMarshal.GetArrayDataReference(product.B), product.Segments,
                            length, aStride, bStride,
                            ref MemoryMarshal.GetArrayDataReference(actual), product.CRows, accumulate);

                        TestTensors.AssertClose(expected, actual, Tolerance(length * segments));
                    }
    }

    // Rows overlap, run backwards and start before their segments do, as a convolution's do.
    sealed class Product
    {
        const int RowStep = 3, CStep = 67, Lead = 40;

        public Product(int rows, int length, int segments, int aStride, int bStride)
        {
            A = TestTensors.Random(1, Lead + rows * RowStep + segments * 11 + length * aStride + 1);
            Rows = [.. Enumerable.Range(0, rows).Select(r => (rows - 1 - r) * RowStep - Lead)];
            B = TestTensors.Random(2, segments * 5 + length * bStride + 2 * GatheredProduct.Slack);
            Segments = [.. Enumerable.Range(0, segments).Select(s => new Segment(Lead + s * 11, s * 5))];
            C = TestTensors.Random(3, rows * CStep + 5);
            CRows = [.. Enumerable.Range(0, rows).Select(r => (rows - 1 - r) * CStep + 5)];
        }

        public float[] A { get; }
        public int[] Rows { get; }
        public float[] B { get; }
        public Segment[] Segments { get; }
        public float[] C { get; }
        public int[] CRows { get; }
    }
}
