namespace Itoloc.Nn.Tests;

public sealed class GradientReversalTests
{
    readonly GradientReversal _reversal = new(new Shape(3, 4, 5)) { Factor = 0.3f };
    readonly Tensor _input = TestTensors.Random(1, 2, new Shape(3, 4, 5), halo: 2);

    [Fact]
    public void Forward_ChangesNothing()
    {
        Tensor output = _reversal.Forward(_input, new Pass(Mode.Training, ThreadTeam.Caller));

        Assert.Equal(TestTensors.Interior(_input), TestTensors.Interior(output));
    }

    // Not the derivative of the forward pass, on purpose.
    [Fact]
    public void Backward_GivesMinusLambdaTimesTheGradient()
    {
        using ThreadTeam team = new(2);
        Pass pass = new(Mode.Training, team);
        Tensor gradient = TestTensors.Random(2, 2, _input.Shape, halo: 2);

        _reversal.Forward(_input, pass);
        Tensor result = _reversal.Backward(gradient, pass);

        Assert.Equal(TestTensors.Interior(gradient).Select(g => -0.3f * g), TestTensors.Interior(result));
        TestTensors.AssertHaloIsZero(result);
    }
}
