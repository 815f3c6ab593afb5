namespace Itoloc.Nn.Tests;

/// <summary>Whole training steps of a network with every kind of layer.</summary>
public sealed class TrainingStepTests
{
    [Theory]
    [InlineData(3, 5)]
    [InlineData(32, 32)]
    public void Steps_GiveTheSameParameters_WithAnyNumberOfThreads(int channels, int blockChannels)
    {
        float[] Train(int threads)
        {
            using Trainer trainer = new(threads, SmallNetwork.Create(channels, blockChannels));
            for (int i = 0; i < 5; i++)
                trainer.Step(7 - i % 3);
            return [.. trainer.Network.Parameters.SelectMany(parameter => parameter.Values)];
        }
        float[] one = Train(threads: 1);

        Assert.All(one, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(one, Train(threads: 2));
        Assert.Equal(one, Train(threads: 3));
    }

    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(2, 3, 5)]
    [InlineData(1, 32, 32)]
    [InlineData(2, 32, 32)]
    public void Steps_AllocateNothing_OnceTheLargestBatchHasPassed(int threads, int channels, int blockChannels)
    {
        using Trainer trainer = new(threads, SmallNetwork.Create(channels, blockChannels));
        AllocationProbe probe = new(trainer.Team);
        long AllocatedByTenSteps()
        {
            long before = probe.Read();
            for (int i = 0; i < 5; i++)
            {
                trainer.Step(7);
                trainer.Step(3); // the last, smaller batch of an epoch
            }
            return probe.Read() - before;
        }

        // On a busy machine a thread may come to its first part late, and allocates its buffers then.
        Assert.Contains(0, Enumerable.Range(0, 20).Select(_ => AllocatedByTenSteps()));
    }

    sealed class Trainer : IDisposable
    {
        readonly Sgd _sgd;
        readonly Pass _pass;
        readonly Tensor _images = TestTensors.Random(1, 7, SmallNetwork.Input, halo: 1);
        readonly Tensor _gradient = new(7, Shape.Vector(4));
        readonly float[] _probabilities = new float[7 * 4];
        readonly float[] _targets = new float[7 * 4];

        public Trainer(int threads, Sequential network)
        {
            (Team, Network) = (new ThreadTeam(threads), network);
            _pass = new Pass(Mode.Training, Team);
            _sgd = new Sgd(Network.Parameters);
            for (int n = 0; n < 7; n++)
                _targets[n * 4 + n % 4] = 1;
        }

        public Sequential Network { get; }

        public ThreadTeam Team { get; }

        public void Step(int batch)
        {
            _images.Resize(batch);
            _gradient.Resize(batch);
            _pass.Seed++;
            Tensor logits = Network.Forward(_images, _pass);
            Softmax.Probabilities(logits, _probabilities.AsSpan(0, batch * 4));
            Softmax.CrossEntropy(_probabilities.AsSpan(0, batch * 4), _targets.AsSpan(0, batch * 4), [], _gradient);
            Network.Backward(_gradient, _pass);
            _sgd.ClipGradients(5);
            _sgd.Step(0.05f, Team);
        }

        public void Dispose() => Team.Dispose();
    }

    /// <summary>Bytes that all threads of a team have allocated: each takes a part and waits for the others.</summary>
    sealed class AllocationProbe
    {
        readonly ThreadTeam _team;
        readonly Action<int> _part;
        int _arrived;
        long _bytes;

        public AllocationProbe(ThreadTeam team) => (_team, _part) = (team, Part);

        public long Read()
        {
            (_arrived, _bytes) = (0, 0);
            _team.Run(_team.Threads, _part);
            return _bytes;
        }

        void Part(int part)
        {
            Interlocked.Add(ref _bytes, GC.GetAllocatedBytesForCurrentThread());
            Interlocked.Increment(ref _arrived);
            while (Volatile.Read(ref _arrived) < _team.Threads)
                Thread.Yield();
        }
    }
}
