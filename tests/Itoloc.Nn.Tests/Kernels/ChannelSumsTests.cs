using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

public sealed class ChannelSumsTests
{
    [Fact]
    public void Add_EqualsDefinition_ForEveryNumberOfChannels()
    {
        for (int channels = 1; channels <= 70; channels++)
            foreach (int pixels in (int[])[0, 1, 2, 9])
            {
                float[] row = TestTensors.Random(1, pixels * channels), sums = TestTensors.Random(2, channels);
                float[] expected = [.. sums];
                for (int i = 0; i < row.Length; i++)
                    expected[i % channels] += row[i];

                ChannelSums.Add(row, sums);

                TestTensors.AssertClose(expected, sums, 1e-6);
            }
    }
}
