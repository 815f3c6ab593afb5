namespace Itoloc.Nn.Tests;

public sealed class AveragePool2dTests
{
    [Fact]
    public void Forward_TakesTheMeanOfFour_AndLeavesOutAnOddLastRowAndColumn()
    {
        AveragePool2d pool = new(new Shape(3, 5, 1));
        Tensor input = new(1, pool.Input);
        float[][] rows = [[1, 2, 3, 4, 99], [5, 6, 7, 8, 99], [99, 99, 99, 99, 99]];
        for (int y = 0; y < 3; y++)
            rows[y].CopyTo(input.Row(0, y));
        using ThreadTeam team = new(1);

        Tensor output = pool.Forward(input, new Pass(Mode.Evaluation, team));

        Assert.Equal([3.5f, 5.5f], TestTensors.Interior(output));
    }

    [Fact]
    public void AveragePool2d_Throws_WhenTheImageIsSmallerThanAWindow() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragePool2d(new Shape(4, 1, 1)));
}
