namespace Itoloc.Nn.Tests;

public sealed class LinearTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(16, 33)]
    [InlineData(33, 16)]
    [InlineData(64, 100)]
    [InlineData(700, 5)]
    [InlineData(700, 100)]
    public void Forward_EqualsDefinition(int inputs, int outputs)
    {
        Linear linear = new("linear", Shape.Vector(inputs), outputs, new Random(1));
        (float[] weight, float[] bias) = (linear.Parameters[0].Values, linear.Parameters[1].Values);
        TestTensors.Random(2, outputs).CopyTo(bias, 0);
        linear.Parameters[1].Touch();
        Tensor input = TestTensors.Random(3, 7, linear.Input);
        using ThreadTeam team = new(1);

        float[] output = [.. linear.Forward(input, new Pass(Mode.Evaluation, team)).Values];

        for (int n = 0; n < 7; n++)
            for (int o = 0; o < outputs; o++)
            {
                double expected = bias[o];
                for (int i = 0; i < inputs; i++)
                    expected += (double)input.Sample(n)[i] * weight[i * outputs + o];
                Assert.Equal(expected, output[n * outputs + o], 1e-5);
            }
        // With weights packed, as here, and as they lie, as in training: to the bit.
        Assert.Equal(output, linear.Forward(input, new Pass(Mode.Training, team)).Values);
    }

    [Theory]
    [InlineData(3, 7, 5)]
    [InlineData(33, 50, 16)]
    [InlineData(32, 700, 33)]
    [InlineData(70, 96, 100)]
    public void Backward_EqualsDefinition(int batch, int inputs, int outputs)
    {
        Linear linear = new("linear", Shape.Vector(inputs), outputs, new Random(1));
        float[] weight = linear.Parameters[0].Values;
        Tensor input = TestTensors.Random(2, batch, linear.Input), gradient = TestTensors.Random(3, batch, linear.Output);
        using ThreadTeam team = new(2);
        Pass pass = new(Mode.Training, team);
        linear.Forward(input, pass);

        Tensor inputGradient = linear.Backward(gradient, pass);

        for (int i = 0; i < inputs; i++)
        {
            for (int n = 0; n < batch; n++)
            {
                double expected = Enumerable.Range(0, outputs).Sum(o => (double)gradient.Sample(n)[o] * weight[i * outputs + o]);
                Assert.Equal(expected, inputGradient.Sample(n)[i], 2e-5);
            }
            for (int o = 0; o < outputs; o++)
            {
                double expected = Enumerable.Range(0, batch).Sum(n => (double)input.Sample(n)[i] * gradient.Sample(n)[o]);
                Assert.Equal(expected, linear.Parameters[0].Gradient[i * outputs + o], 2e-5);
            }
        }
        for (int o = 0; o < outputs; o++)
            Assert.Equal(Enumerable.Range(0, batch).Sum(n => (double)gradient.Sample(n)[o]), linear.Parameters[1].Gradient[o], 2e-5);
    }

    [Fact]
    public void Forward_Throws_WhenTheInputHasAHalo()
    {
        Linear linear = new("linear", new Shape(2, 2, 3), 4, new Random(1));
        Pass pass = new(Mode.Evaluation, ThreadTeam.Caller);

        Assert.Throws<ArgumentException>(() => linear.Forward(new Tensor(1, linear.Input, 1), pass));
    }
}
