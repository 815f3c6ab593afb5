namespace Itoloc.Nn.Tests;

public sealed class MaxPool2dTests
{
    // Enough channels for whole vectors of every width and a remainder.
    const int Channels = 19;

    [Fact]
    public void Forward_TakesTheLargestOfFour()
    {
        Tensor input = TestTensors.Random(1, 2, new Shape(5, 7, Channels));
        MaxPool2d pool = new(input.Shape);
        using ThreadTeam team = new(1);

        Tensor output = pool.Forward(input, new Pass(Mode.Evaluation, team));

        Assert.Equal(new Shape(2, 3, Channels), output.Shape);
        for (int n = 0; n < 2; n++)
            for (int y = 0; y < 2; y++)
                for (int i = 0; i < 3 * Channels; i++)
                {
                    int left = i / Channels * 2 * Channels + i % Channels;
                    float expected = new[]
                    {
                input.Row(n, 2 * y)[left], input.Row(n, 2 * y)[left + Channels],
                input.Row(n, 2 * y + 1)[left], input.Row(n, 2 * y + 1)[left + Channels],
            }.Max();
                    Assert.Equal(expected, output.Row(n, y)[i]);
                }
    }

    [Fact]
    public void Backward_GivesTheGradientToTheFirst_WhenSeveralAreLargest()
    {
        MaxPool2d pool = new(new Shape(2, 2, Channels));
        // Sources 0 to 3 in reading order; which of them are largest differs from channel to channel.
        bool IsLargest(int source, int channel) => ((channel % 15 + 1) >> source & 1) == 1;
        Tensor input = new(1, pool.Input), gradient = new(1, pool.Output);
        for (int source = 0; source < 4; source++)
            for (int c = 0; c < Channels; c++)
                input.Row(0, source / 2)[source % 2 * Channels + c] = IsLargest(source, c) ? 1 : -1;
        gradient.Row(0, 0).Fill(3);
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);

        pool.Forward(input, pass);
        Tensor result = pool.Backward(gradient, pass);

        for (int c = 0; c < Channels; c++)
        {
            int first = Enumerable.Range(0, 4).First(source => IsLargest(source, c));
            for (int source = 0; source < 4; source++)
                Assert.Equal(source == first ? 3 : 0, result.Row(0, source / 2)[source % 2 * Channels + c]);
        }
    }

    [Fact]
    public void MaxPool2d_Throws_WhenTheImageIsSmallerThanAWindow() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool2d(new Shape(1, 4, 1)));
}
