using Itoloc.Networks;
using Itoloc.Nn;

namespace Itoloc.Tests.Networks;

[Collection<MeasuresMemory>]
public sealed class ItolocNetworkTests
{
    static readonly NetworkOptions Options = new()
    {
        Side = 8,
        ImageChannels = 2,
        Locations = 6,
        Domains = 3,
        Dropout = 0.25,
    };

    readonly ItolocNetwork _network = new(Options, seed: 1);

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(0)]
    public void ItolocNetwork_Throws_WhenTheSideIsNotPooledEvenly(int side) =>
        Assert.Throws<ArgumentException>(() => new ItolocNetwork(Options with { Side = side }, seed: 1));

    [Fact]
    public void Parameters_HaveNamesOfTheirOwn() =>
        Assert.Distinct(_network.Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void Parameters_AreThePredictorsAndThenTheDiscriminators() =>
        Assert.Equal(_network.Parameters, [.. _network.PredictorParameters, .. _network.DiscriminatorParameters]);

    [Fact]
    public void Parameters_AreTheSame_WithTheSameSeed()
    {
        Assert.Equal(Values(_network), Values(new ItolocNetwork(Options, seed: 1)));
        Assert.NotEqual(Values(_network), Values(new ItolocNetwork(Options, seed: 2)));
    }

    [Fact]
    public void PredictLocations_AnswersAScanAlike_AloneAndInABatch()
    {
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Evaluation, team);
        Tensor batch = Images(5), alone = Images(1);
        for (int y = 0; y < Options.Side; y++)
            batch.Row(3, y).CopyTo(alone.Row(0, y));

        float[] Scores(Tensor images, int sample) =>
        [
            .. _network.PredictLocations(_network.Extract(images, pass), pass)
                .SelectMany(scores => scores.Sample(sample).ToArray()),
        ];

        Assert.Equal(Scores(batch, 3), Scores(alone, 0));
    }

    [Fact]
    public void Share_GivesTheSameAnswers_ToSeveralCallersAtOnce()
    {
        float[] expected = Scores(new ItolocNetwork(Options, seed: 1), Images(5));
        float[][] answers = new float[32][];
        // All come to weights that nobody has packed yet.
        ItolocNetwork[] networks = [.. answers.Select(_ => _network.Share())];

        Parallel.For(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            i => answers[i] = Scores(networks[i], Images(5)));

        Assert.All(answers, answer => Assert.Equal(expected, answer));
    }

    [Fact]
    public void Share_CopiesNoParameter()
    {
        ItolocNetwork shared = _network.Share();
        foreach (float[] values in _network.Parameters.Select(parameter => parameter.Values))
            values.AsSpan().Fill(0.5f);
        foreach (Parameter parameter in _network.Parameters)
            parameter.Touch();

        Assert.All(_network.Parameters.Zip(shared.Parameters), pair => Assert.Same(pair.First, pair.Second));
        Assert.Equal(Scores(_network, Images(2)), Scores(shared, Images(2)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public void Steps_AllocateNothing_OnceTheLargestBatchHasPassed(int side)
    {
        NetworkOptions options = Options with { Side = side };
        ItolocNetwork network = new(options, seed: 1);
        Sgd sgd = new(network.Parameters);
        Pass pass = new(Mode.Training, ThreadTeam.Caller);
        Tensor images = new(6, new Shape(side, side, options.ImageChannels), halo: 1);
        Tensor[] locations = Gradients(6)[..3];
        Tensor domains = Gradients(6)[3];
        void Step(int batch)
        {
            foreach (Tensor tensor in locations)
                tensor.Resize(batch);
            images.Resize(batch);
            domains.Resize(batch);
            Tensor features = network.Extract(images, pass);
            network.PredictLocations(features, pass);
            network.DiscriminateDomains(features, pass);
            network.Backward(locations, domains, pass);
            sgd.Step(0.05f, ThreadTeam.Caller);
        }
        Step(6);
        Step(3);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10; i++)
            Step(6 - i % 2 * 3);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Training_GivesTheSameParameters_WithAnyNumberOfThreads()
    {
        float[] one = Train(threads: 1);

        Assert.All(one, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(one, Train(threads: 2));
        Assert.Equal(one, Train(threads: 3));
    }

    [Fact]
    public void Backward_LeavesTheDiscriminatorAlone_WithoutADomainGradient()
    {
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);
        _network.PredictLocations(_network.Extract(Images(2), pass), pass);

        _network.Backward([.. Gradients(2)[..3]], null, pass);

        Assert.DoesNotContain(_network.DiscriminatorParameters, HasGradient);
        Assert.Contains(_network.PredictorParameters, HasGradient);
    }

    [Fact]
    public void BackwardDiscriminator_LeavesThePredictorsAlone()
    {
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team);
        _network.DiscriminateDomains(_network.Extract(Images(2), pass), pass);

        _network.BackwardDiscriminator(Gradients(2)[3], pass);

        Assert.DoesNotContain(_network.PredictorParameters, HasGradient);
        Assert.Contains(_network.DiscriminatorParameters, HasGradient);
    }

    static bool HasGradient(Parameter parameter) => parameter.Gradient.Any(value => value != 0);

    static float[] Train(int threads)
    {
        ItolocNetwork network = new(Options, seed: 1) { AdversaryStrength = 0.3f };
        Sgd sgd = new(network.Parameters);
        using ThreadTeam team = new(threads);
        Pass pass = new(Mode.Training, team);
        foreach (int batch in (int[])[6, 3, 6])
        {
            pass.Seed++;
            Tensor features = network.Extract(Images(batch), pass);
            network.PredictLocations(features, pass);
            network.DiscriminateDomains(features, pass);
            Tensor[] gradients = Gradients(batch);
            network.Backward(gradients[..3], gradients[3], pass);
            sgd.Step(0.05f, team);
        }
        return Values(network);
    }

    static float[] Scores(ItolocNetwork network, Tensor images)
    {
        Pass pass = new(Mode.Evaluation, ThreadTeam.Caller);
        return [.. network.PredictLocations(network.Extract(images, pass), pass).SelectMany(scores => scores.Values)];
    }

    static Tensor Images(int batch)
    {
        Tensor images = new(batch, new Shape(Options.Side, Options.Side, Options.ImageChannels), halo: 1);
        Random random = new(batch);
        for (int n = 0; n < batch; n++)
        {
            for (int y = 0; y < Options.Side; y++)
                Fill(images.Row(n, y), random);
        }
        return images;
    }

    static Tensor[] Gradients(int batch)
    {
        Random random = new(batch + 100);
        int[] classes = [Options.Locations, Options.Locations, Options.Locations, Options.Domains];
        Tensor[] gradients = [.. classes.Select(count => new Tensor(batch, Shape.Vector(count)))];
        foreach (Tensor gradient in gradients)
        {
            for (int n = 0; n < batch; n++)
                Fill(gradient.Sample(n), random);
        }
        return gradients;
    }

    static void Fill(Span<float> values, Random random)
    {
        foreach (ref float value in values)
            value = 2 * random.NextSingle() - 1;
    }

    static float[] Values(ItolocNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values)];
}

/// <summary>Tests that no other runs beside: on a busy machine allocations were counted once that no step makes.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuresMemory;
