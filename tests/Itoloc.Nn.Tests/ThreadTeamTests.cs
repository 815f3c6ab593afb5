namespace Itoloc.Nn.Tests;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_TakesEveryPartOnce(int threads)
    {
        using ThreadTeam team = new(threads);
        foreach (int parts in (int[])[0, 1, 2, 3, 7, 100])
        {
            int[] taken = new int[parts];
            team.Run(parts, part => Interlocked.Increment(ref taken[part]));
            Assert.All(taken, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Run_HasFinishedAllParts_InEachOfManyRounds()
    {
        using ThreadTeam team = new(3);
        int[] squares = new int[5];
        int round = 0;
        Action<int> body = part => squares[part] = part * round;
        for (round = 0; round < 5000; round++)
        {
            team.Run(squares.Length, body);
            Assert.Equal(10 * round, squares.Sum());
        }
    }

    [Fact]
    public void Run_WakesThreads_ThatHaveGoneToSleep()
    {
        using ThreadTeam team = new(2);
        for (int i = 0; i < 3; i++)
        {
            Thread.Sleep(100);
            int taken = 0;
            team.Run(10, _ => Interlocked.Increment(ref taken));
            Assert.Equal(10, taken);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Run_Throws_WhenAPartFails(int threads)
    {
        using ThreadTeam team = new(threads);
        for (int failing = 0; failing < 8; failing++)
        {
            void Body(int part)
            {
                if (part == failing)
                    throw new InvalidOperationException("part failed");
            }
            Assert.Equal("part failed", Assert.Throws<InvalidOperationException>(() => team.Run(8, Body)).Message);
        }
    }

    [Fact]
    public void Run_LeavesNoPartRunning_WhenAPartFails()
    {
        using ThreadTeam team = new(2);
        for (int i = 0; i < 20; i++)
        {
            int running = 0;
            void Body(int part)
            {
                Interlocked.Increment(ref running);
                if (part == 0)
                {
                    Interlocked.Decrement(ref running);
                    throw new InvalidOperationException();
                }
                Thread.Sleep(2);
                Interlocked.Decrement(ref running);
            }
            Assert.Throws<InvalidOperationException>(() => team.Run(3, Body));
            Assert.Equal(0, running);
        }
    }

    [Fact]
    public void Run_Works_AfterAPartHasFailed()
    {
        using ThreadTeam team = new(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(4, _ => throw new InvalidOperationException()));

        int taken = 0;
        team.Run(4, _ => Interlocked.Increment(ref taken));

        Assert.Equal(4, taken);
    }

    [Fact]
    public void Run_Throws_WhenDisposed()
    {
        ThreadTeam team = new(2);
        team.Dispose();
        team.Dispose();

        Assert.Throws<ObjectDisposedException>(() => team.Run(1, _ => { }));
    }

    [Fact]
    public void ThreadTeam_Throws_WithoutThreads() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(0));
}
