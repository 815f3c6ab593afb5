namespace Itoloc.Nn.Tests;

public sealed class ResidualBlockTests
{
    // The shortcut starts behind the first convolution (Fig. 8): without the second one y passes the rectifier.
    [Fact]
    public void Forward_GivesTheFirstConvolutionRectifiedTwice_WhenTheSecondGivesNothing()
    {
        Shape input = new(4, 4, 2);
        ResidualBlock block = new("block", input, 3, 3, 0.1f, new Random(1));
        Sequential first = new(
            new Conv2d("conv", input, 3, 3, new Random(1)), new BatchNorm2d("norm", block.Output, 0.1f));
        Array.Clear(block.Parameters.Single(parameter => parameter.Name == "block.norm2.scale").Values);
        Tensor images = TestTensors.Random(1, 2, input, 1);
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);

        float[] y = TestTensors.Interior(first.Forward(images, pass));
        float[] output = TestTensors.Interior(block.Forward(images, pass));

        TestTensors.AssertClose([.. y.Select(value => Math.Max(value, 0.1f * value))], output, 1e-6);
    }
}
