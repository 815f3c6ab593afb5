using Itoloc.Networks;
using Itoloc.Nn;

namespace Itoloc.Benchmarks;

/// <summary>The step that engines are compared by: all losses, one backward pass, one SGD step.</summary>
sealed class TrainingStep : IDisposable
{
    public const int Batch = 32, Locations = 100, Domains = 16;
    const float Rate = 0.05f, Lambda = 0.3f, Gamma = 5;

    readonly ThreadTeam _team;
    readonly Pass _pass;
    readonly Pass _evaluation;
    readonly Sgd _sgd;
    readonly Tensor _scan;
    readonly Tensor[] _locationGradients;
    readonly Tensor _domainGradient = new(Batch, Shape.Vector(Domains));
    readonly float[] _probabilities = new float[Batch * Locations];
    readonly float[] _targets = new float[Batch * Locations];
    readonly float[] _costs = new float[Batch * Locations];
    readonly float[] _domainTargets = new float[Batch * Domains];

    public TrainingStep(int side, int threads, double dropout)
    {
        NetworkOptions options = new()
        {
            Side = side,
            ImageChannels = 1,
            Locations = Locations,
            Domains = Domains,
            Dropout = dropout,
        };
        Network = new ItolocNetwork(options, seed: 1) { AdversaryStrength = Lambda };
        _team = new ThreadTeam(threads);
        (_pass, _evaluation) = (new Pass(Mode.Training, _team), new Pass(Mode.Evaluation, _team));
        _sgd = new Sgd(Network.Parameters);
        _locationGradients =
            [.. Enumerable.Range(0, ItolocNetwork.Predictors).Select(_ => new Tensor(Batch, Shape.Vector(Locations)))];
        (Images, _scan) = (new(Batch, new Shape(side, side, 1), halo: 1), new(1, new Shape(side, side, 1), halo: 1));
        Random random = new(2);
        for (int n = 0; n < Batch; n++)
        {
            for (int y = 0; y < side; y++)
            {
                foreach (ref float value in Images.Row(n, y))
                    value = 4 * random.NextSingle() - 2;
            }
            for (int c = 0; c < Locations; c++)
                _costs[n * Locations + c] = Math.Abs(c - n) / (float)Locations;
            _targets[n * Locations + n] = 1;
            _domainTargets[n * Domains + n % Domains] = 1;
        }
        for (int y = 0; y < side; y++)
            Images.Row(0, y).CopyTo(_scan.Row(0, y));
    }

    public ItolocNetwork Network { get; }

    public Tensor Images { get; }

    public void Train()
    {
        _pass.Seed++;
        Tensor features = Network.Extract(Images, _pass);
        IReadOnlyList<Tensor> scores = Network.PredictLocations(features, _pass);
        for (int k = 0; k < ItolocNetwork.Predictors; k++)
        {
            Softmax.Probabilities(scores[k], _probabilities);
            Softmax.CrossEntropy(_probabilities, _targets, [], _locationGradients[k]);
            Softmax.ExpectedCost(_probabilities, _costs, Gamma / ItolocNetwork.Predictors, _locationGradients[k]);
        }
        Span<float> domains = _probabilities.AsSpan(0, Batch * Domains);
        Softmax.Probabilities(Network.DiscriminateDomains(features, _pass), domains);
        Softmax.CrossEntropy(domains, _domainTargets, [], _domainGradient);
        Network.Backward(_locationGradients, _domainGradient, _pass);
        _sgd.Step(Rate, _team);
    }

    /// <summary>One scan's mean probability of each location.</summary>
    public ReadOnlySpan<float> Locate()
    {
        Span<float> p = _probabilities.AsSpan(0, Locations), mean = _probabilities.AsSpan(Locations, Locations);
        mean.Clear();
        foreach (Tensor scores in Network.PredictLocations(Network.Extract(_scan, _evaluation), _evaluation))
        {
            Softmax.Probabilities(scores, p);
            for (int c = 0; c < p.Length; c++)
                mean[c] += p[c] / ItolocNetwork.Predictors;
        }
        return mean;
    }

    /// <summary>The scores of the batch in evaluation mode: three predictors, then the discriminator.</summary>
    public IEnumerable<float> Evaluate()
    {
        Tensor features = Network.Extract(Images, _evaluation);
        return [.. Network.PredictLocations(features, _evaluation)
            .Append(Network.DiscriminateDomains(features, _evaluation))
            .SelectMany(scores => scores.Values.Take(scores.Batch * scores.Shape.Length))];
    }

    public void Dispose() => _team.Dispose();
}
