using System.Numerics.Tensors;
using Itoloc.Fingerprints;
using Itoloc.Networks;
using Itoloc.Nn;
using Tensor = Itoloc.Nn.Tensor;

namespace Itoloc.Training;

/// <summary>
/// Trains one floor's network on L = L_a + γ·L_s − λ·L_d (iToLoc, Eq. 11): locations are to be told apart, domains not.
/// </summary>
sealed class AdversarialTrainer : IDisposable
{
    // Distances count up to this; beyond, an answer is as wrong as it can be.
    const double FarMetres = 30;
    const double MaximumGradientNorm = 5;

    readonly FloorSurvey _survey;
    readonly Recipe _recipe;
    readonly FingerprintImage _image;
    readonly ulong _seed;
    readonly ThreadTeam _team;
    readonly Pass _pass;
    readonly Sgd _predictorOptimiser, _discriminatorOptimiser;
    readonly Tensor _images;
    readonly Tensor[] _locationGradients;
    readonly Tensor _domainGradient;
    readonly float[] _targets, _costs, _probabilities, _domainTargets, _domainProbabilities;
    readonly float[][] _costOf;
    readonly float[][] _varied;
    readonly float[] _heard;
    readonly InBetween? _inBetween;
    readonly Action<int> _drawSample;
    int[] _batch = [];
    ulong _step;
    double _locationLoss, _spatialLoss, _domainHits;
    int _scans, _domainScans;

    public AdversarialTrainer(FloorSurvey survey, Recipe recipe, FingerprintImage image, ItolocNetwork network, IReadOnlyList<int> rows, int seed, int threads)
    {
        (_survey, _recipe, _image, Network, _seed) = (survey, recipe, image, network, (ulong)seed);
        _team = new ThreadTeam(threads);
        _pass = new Pass(Mode.Training, _team);
        _predictorOptimiser = new Sgd(network.PredictorParameters);
        _discriminatorOptimiser = new Sgd(network.DiscriminatorParameters);
        int batch = recipe.BatchSize, locations = survey.Classes.Count, domains = survey.DomainCount;
        NetworkOptions options = network.Options;
        _images = new Tensor(batch, new Shape(options.Side, options.Side, options.ImageChannels), halo: 1);
        _locationGradients = [.. Enumerable.Range(0, network.Options.Predictors).Select(_ => new Tensor(batch, Shape.Vector(locations)))];
        _domainGradient = new Tensor(batch, Shape.Vector(domains));
        int values = batch * locations;
        (_targets, _costs, _probabilities) = (new float[values], new float[values], new float[values]);
        (_domainTargets, _domainProbabilities) = (new float[batch * domains], new float[batch * domains]);
        _costOf = [.. survey.Classes.Select(truth => survey.Classes
            .Select(c => (float)(Math.Min(c.DistanceTo(truth.X, truth.Y), FarMetres) / FarMetres)).ToArray())];
        _varied = [.. Enumerable.Range(0, batch).Select(_ => new float[survey.Fingerprints[0].Length])];
        _heard = [.. _varied[0].Select((_, i) => (float)survey.Fingerprints.Average(row => float.IsNaN(row[i]) ? 0.0 : 1))];
        _inBetween = recipe.InBetweenShare > 0 ? new InBetween(survey.Classes, survey.Locations, survey.Domains, rows) : null;
        _drawSample = DrawSample;
    }

    public ItolocNetwork Network { get; }

    /// <summary>Mean location loss per predictor, spatial loss and share of domains named, over the steps since the last call.</summary>
    public (double Location, double Spatial, double Domain) TakeLosses()
    {
        (double, double, double) means = (
            _locationLoss / _scans / Network.Options.Predictors, _spatialLoss / _scans, _domainHits / Math.Max(1, _domainScans));
        (_locationLoss, _spatialLoss, _domainHits, _scans, _domainScans) = (0, 0, 0, 0, 0);
        return means;
    }

    /// <summary>Makes one step on some of the survey's rows.</summary>
    /// <param name="rows">Indices of the rows, at most the batch size.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="adversary">λ.</param>
    public void Step(int[] rows, float rate, float adversary)
    {
        _batch = rows;
        _pass.Seed = ++_step ^ (_seed << 32);
        PrepareBatch();
        bool hasDomains = _survey.DomainCount > 1;
        Tensor features = Network.Extract(_images, _pass);
        PredictLocations(features);
        Network.AdversaryStrength = adversary;
        if (hasDomains)
            DiscriminateDomains(features);
        Network.Backward(_locationGradients, hasDomains ? _domainGradient : null, _pass);
        _predictorOptimiser.ClipGradients(MaximumGradientNorm);
        _predictorOptimiser.Step(rate, _team);
        if (!hasDomains)
            return;
        if (_recipe.Alternate)
        {
            // Section III-F: Γ has moved; now Δ learns on the features as they are.
            DiscriminateDomains(Network.Extract(_images, _pass));
            Network.BackwardDiscriminator(_domainGradient, _pass);
        }
        _discriminatorOptimiser.ClipGradients(MaximumGradientNorm);
        _discriminatorOptimiser.Step(rate, _team);
    }

    public void Dispose() => _team.Dispose();

    void PrepareBatch()
    {
        int count = _batch.Length, domains = _survey.DomainCount;
        _images.Resize(count);
        _domainGradient.Resize(count);
        foreach (Tensor gradient in _locationGradients)
            gradient.Resize(count);
        Array.Clear(_domainTargets);
        for (int n = 0; n < count; n++)
            _domainTargets[n * domains + _survey.Domains[_batch[n]]] = 1;
        _team.Run(count, _drawSample);
    }

    // A seed of its own for every scan of every step, so that threads do not matter.
    void DrawSample(int n)
    {
        int row = _batch[n], locations = _survey.Classes.Count;
        Random random = new(unchecked((int)(_seed * 1_000_003 + _step * 8191 + (ulong)n)));
        float[] fingerprint = _survey.Fingerprints[row];
        Span<float> target = _targets.AsSpan(n * locations, locations), cost = _costs.AsSpan(n * locations, locations);
        target.Clear();
        target[_survey.Locations[row]] = 1;
        _costOf[_survey.Locations[row]].CopyTo(cost);
        if (_inBetween is not null && random.NextDouble() < _recipe.InBetweenShare && _inBetween.Partner(row, random) is { } partner)
        {
            float share = random.NextSingle();
            InBetween.Mix(fingerprint, _survey.Fingerprints[partner], share, _varied[n]);
            fingerprint = _varied[n];
            (target[_survey.Locations[row]], target[_survey.Locations[partner]]) = (1 - share, share);
            TensorPrimitives.Lerp(cost, _costOf[_survey.Locations[partner]], share, cost);
        }
        if (_recipe.Augmentation is { } augmentation)
        {
            augmentation.Apply(fingerprint, _varied[n], random, _heard);
            fingerprint = _varied[n];
        }
        _image.Draw(fingerprint, _images, n);
    }

    void PredictLocations(Tensor features)
    {
        int used = _batch.Length * _survey.Classes.Count;
        IReadOnlyList<Tensor> scores = Network.PredictLocations(features, _pass);
        for (int k = 0; k < Network.Options.Predictors; k++)
        {
            Span<float> p = _probabilities.AsSpan(0, used);
            Softmax.Probabilities(scores[k], p);
            // L_a is the sum over the predictors (Eq. 5).
            _locationLoss += _batch.Length * Softmax.CrossEntropy(p, _targets.AsSpan(0, used), [], _locationGradients[k]);
            // L_s is taken of the mean over the predictors, so each predictor has a third of its gradient.
            _spatialLoss += _batch.Length / (double)Network.Options.Predictors * Softmax.ExpectedCost(
                p, _costs.AsSpan(0, used), (float)(_recipe.SpatialWeight / Network.Options.Predictors), _locationGradients[k]);
        }
        _scans += _batch.Length;
    }

    void DiscriminateDomains(Tensor features)
    {
        int domains = _survey.DomainCount, used = _batch.Length * domains;
        Span<float> p = _domainProbabilities.AsSpan(0, used);
        Softmax.Probabilities(Network.DiscriminateDomains(features, _pass), p);
        Softmax.CrossEntropy(p, _domainTargets.AsSpan(0, used), [], _domainGradient);
        _domainScans += _batch.Length;
        for (int n = 0; n < _batch.Length; n++)
        {
            int named = TensorPrimitives.IndexOfMax(p.Slice(n * domains, domains));
            _domainHits += named == _survey.Domains[_batch[n]] ? 1 : 0;
        }
    }
}
