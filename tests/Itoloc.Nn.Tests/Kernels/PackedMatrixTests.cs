using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

public sealed class PackedMatrixTests
{
    public static TheoryData<int, int> Sizes
    {
        get
        {
            TheoryData<int, int> sizes = [];
            foreach (int rows in (int[])[1, 2, 7])
                foreach (int columns in (int[])[1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65])
                    sizes.Add(rows, columns);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Panel_HoldsItsColumnsRowByRow_AndZerosBehindThem(int rows, int columns)
    {
        float[] values = TestTensors.Random(1, rows * columns);
        PackedMatrix packed = new(rows, columns), transposed = new(rows, columns);
        foreach ((int panel, int i) in from panel in Enumerable.Range(0, packed.Panels) from i in Enumerable.Range(0, rows) select (panel, i))
        {
            packed.SetRow(panel, i, values.AsSpan(i * columns, columns));
            transposed.SetRow(panel, i, Transpose(values, rows, columns).AsSpan(i), step: rows);
        }

        for (int panel = 0; panel < packed.Panels; panel++)
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < GatheredProduct.TileColumns; j++)
                {
                    int column = panel * GatheredProduct.TileColumns + j;
                    float expected = column < columns ? values[i * columns + column] : 0;
                    Assert.Equal(expected, packed.Panel(panel)[i * GatheredProduct.TileColumns + j]);
                    Assert.Equal(expected, transposed.Panel(panel)[i * GatheredProduct.TileColumns + j]);
                }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Columns_AddUpToTheMatrix(int rows, int columns)
    {
        PackedMatrix packed = new(rows, columns);

        Assert.Equal(columns, Enumerable.Range(0, packed.Panels).Sum(packed.Columns));
    }

    [Fact]
    public void Panel_HasSlackBehindIt()
    {
        PackedMatrix packed = new(3, GatheredProduct.TileColumns + 1);

        Assert.Equal(3 * GatheredProduct.TileColumns + GatheredProduct.Slack, packed.Panel(1).Length);
    }

    static float[] Transpose(float[] values, int rows, int columns) =>
        [.. from j in Enumerable.Range(0, columns) from i in Enumerable.Range(0, rows) select values[i * columns + j]];
}
