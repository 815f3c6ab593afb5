namespace Itoloc.Nn.Tests;

public sealed class LinearTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(16, 33)]
    [InlineData(33, 16)]
    [InlineData(64, 100)]
    public void Forward_EqualsDefinition(int inputs, int outputs)
    {
        Linear linear = new("linear", Shape.Vector(inputs), outputs, new Random(1));
        (float[] weight, float[] bias) = (linear.Parameters[0].Values, linear.Parameters[1].Values);
        TestTensors.Random(2, outputs).CopyTo(bias, 0);
        linear.Parameters[1].Touch();
        Tensor input = TestTensors.Random(3, 7, linear.Input);
        using ThreadTeam team = new(1);

        Tensor output = linear.Forward(input, new Pass(Mode.Evaluation, team));

        for (int n = 0; n < 7; n++)
            for (int o = 0; o < outputs; o++)
            {
                double expected = bias[o];
                for (int i = 0; i < inputs; i++)
                    expected += (double)input.Sample(n)[i] * weight[i * outputs + o];
                Assert.Equal(expected, output.Sample(n)[o], 1e-5);
            }
    }

    [Fact]
    public void Forward_Throws_WhenTheInputHasAHalo()
    {
        Linear linear = new("linear", new Shape(2, 2, 3), 4, new Random(1));
        Pass pass = new(Mode.Evaluation, ThreadTeam.Caller);

        Assert.Throws<ArgumentException>(() => linear.Forward(new Tensor(1, linear.Input, 1), pass));
    }
}
