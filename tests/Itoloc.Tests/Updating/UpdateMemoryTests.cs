using Itoloc.Updating;

namespace Itoloc.Tests.Updating;

public sealed class UpdateMemoryTests
{
    [Fact]
    public void Extend_ForgetsWhatHadANumberBefore_OfWhatComes()
    {
        UpdateMemory memory = UpdateMemory.Start(2, places: 1).Extend(4, [2, 3]) with
        {
            Replaces = new Dictionary<int, int> { [2] = 0, [3] = 1 },
            Learned = [[5, 6]],
            Adopted = [new(1, [1, 2, 3, 4], [new(0, 1)])],
        };

        UpdateMemory extended = memory.Extend(5, [2, 4]);

        Assert.Equal([new(3, 1)], extended.Replaces);
        Assert.Equal((2, 4), (memory.KnownTo(0), memory.KnownTo(1)));
        Assert.Equal([0f, 6, 0], extended.Learned[0]);
        Assert.Equal([1f, 2, 0, 4, 0], extended.Adopted[0].Levels);

        // A scan of the first update cannot have heard what the second found; one that was there before stands between.
        UpdateMemory second = (memory with { Steps = 1 }).Extend(5, [2, 4]);
        Assert.Equal((4, 5), (second.KnownTo(1), second.KnownTo(2)));
    }
}
