using Itoloc.Nn;

namespace Itoloc.Networks;

/// <summary>
/// The whole network of Fig. 4 and Fig. 8: a feature extractor, three location predictors and a domain discriminator
/// behind a gradient reversal.
/// </summary>
/// <remarks>One caller at a time: a network owns the buffers of its passes.</remarks>
public sealed class ItolocNetwork
{
    /// <summary>Number of location predictors, unless <see cref="NetworkOptions.Predictors"/> asks for fewer.</summary>
    public const int Predictors = 3;

    readonly Layer _extractor;
    readonly Layer[] _predictors;
    readonly GradientReversal _reversal;
    readonly Layer _discriminator;
    readonly Tensor[] _scores;
    readonly Action<int> _addSample;
    readonly List<Tensor> _featureGradients = [];

    /// <summary>Creates a network with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Seed of the weights and of the dropout.</param>
    /// <exception cref="ArgumentException">The side is not a multiple of 4 or below 8.</exception>
    public ItolocNetwork(NetworkOptions options, int seed)
    {
        if (options.Side < 8 || options.Side % 4 != 0)
            throw new ArgumentException($"Expected a side that is a multiple of 4 and at least 8, got {options.Side}.", nameof(options));
        Random random = new(seed);
        Options = options;
        _extractor = FeatureExtractor.Create(options, random);
        Shape features = _extractor.Output;
        _predictors =
        [
            LocationPredictor.Conv3x3(features, options, random),
            LocationPredictor.Conv5x5(features, options, random),
            LocationPredictor.Residual(features, options, random),
        ];
        _predictors = _predictors[..options.Predictors];
        _scores = new Tensor[options.Predictors];
        _discriminator = DomainDiscriminator.Create(features, options, random);
        _extractor.OutputHalo = _predictors.Append(_discriminator).Max(module => module.InputHalo);
        _reversal = new GradientReversal(features) { OutputHalo = _extractor.OutputHalo };
        _addSample = AddSample;
    }

    /// <summary>The shape of the network.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Γ of Section III-F: the extractor's and the predictors' parameters.</summary>
    public IReadOnlyList<Parameter> PredictorParameters =>
        [.. _extractor.Parameters, .. _predictors.SelectMany(predictor => predictor.Parameters)];

    /// <summary>Δ of Section III-F: the discriminator's parameters.</summary>
    public IReadOnlyList<Parameter> DiscriminatorParameters => _discriminator.Parameters;

    /// <summary>All parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. PredictorParameters, .. DiscriminatorParameters];

    /// <summary>λ of Eq. 9: how strongly the extractor works against the discriminator.</summary>
    public float AdversaryStrength { get => _reversal.Factor; set => _reversal.Factor = value; }

    /// <summary>Extracts the features Z. Eq. 2.</summary>
    /// <param name="images">[batch, side, side, channels], halo 1 or more.</param>
    /// <param name="pass">The pass.</param>
    public Tensor Extract(Tensor images, Pass pass) => _extractor.Forward(images, pass);

    /// <summary>Scores every location with each predictor. Eq. 3 and 4 before the softmax.</summary>
    /// <returns>Three tensors [batch, locations].</returns>
    public IReadOnlyList<Tensor> PredictLocations(Tensor features, Pass pass)
    {
        for (int k = 0; k < _predictors.Length; k++)
            _scores[k] = _predictors[k].Forward(features, pass);
        return _scores;
    }

    /// <summary>Scores every location with one predictor.</summary>
    /// <param name="predictor">0 to 2.</param>
    /// <param name="features">What <see cref="Extract"/> gave.</param>
    /// <param name="pass">The pass.</param>
    /// <returns>[batch, locations].</returns>
    public Tensor PredictLocation(int predictor, Tensor features, Pass pass) => _predictors[predictor].Forward(features, pass);

    /// <summary>Computes one predictor's gradients alone, the features being fixed (Section IV: the extractor is well trained).</summary>
    public void BackwardPredictor(int predictor, Tensor locationGradient, Pass pass) =>
        _predictors[predictor].Backward(locationGradient, pass);

    /// <summary>One predictor's parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> ParametersOf(int predictor) => _predictors[predictor].Parameters;

    /// <summary>A network with these very parameters, not copies, and buffers of its own: for another caller at the same time.</summary>
    /// <remarks>Nobody may train either while the other is in use.</remarks>
    public ItolocNetwork Share()
    {
        ItolocNetwork other = new(Options, seed: 0);
        other._extractor.ShareWeights(_extractor);
        for (int k = 0; k < _predictors.Length; k++)
            other._predictors[k].ShareWeights(_predictors[k]);
        other._discriminator.ShareWeights(_discriminator);
        return other;
    }

    /// <summary>A network of the same shape with copies of the parameters.</summary>
    public ItolocNetwork Copy()
    {
        ItolocNetwork copy = new(Options, seed: 0);
        foreach ((Parameter from, Parameter to) in Parameters.Zip(copy.Parameters))
        {
            from.Values.CopyTo(to.Values, 0);
            to.Touch();
        }
        return copy;
    }

    /// <summary>Scores every domain. Eq. 6 and 7 before the softmax.</summary>
    /// <returns>[batch, domains].</returns>
    public Tensor DiscriminateDomains(Tensor features, Pass pass) =>
        _discriminator.Forward(_reversal.Forward(features, pass), pass);

    /// <summary>Computes all gradients of the last training pass.</summary>
    /// <param name="locationGradients">Three gradients [batch, locations].</param>
    /// <param name="domainGradient">Gradient of L_d [batch, domains]; null leaves the discriminator out.</param>
    /// <param name="pass">The pass.</param>
    /// <remarks>The extractor receives −λ times the discriminator's gradient (Eq. 9).</remarks>
    public void Backward(IReadOnlyList<Tensor> locationGradients, Tensor? domainGradient, Pass pass)
    {
        _featureGradients.Clear();
        for (int k = 0; k < _predictors.Length; k++)
            _featureGradients.Add(_predictors[k].Backward(locationGradients[k], pass));
        if (domainGradient is not null)
            _featureGradients.Add(_reversal.Backward(_discriminator.Backward(domainGradient, pass), pass));
        pass.Team.Run(_featureGradients[0].Batch, _addSample);
        _extractor.Backward(_featureGradients[0], pass);
    }

    /// <summary>Computes the discriminator's gradients alone, the features being fixed (Section III-F, second step).</summary>
    public void BackwardDiscriminator(Tensor domainGradient, Pass pass) => _discriminator.Backward(domainGradient, pass);

    void AddSample(int n)
    {
        Tensor sum = _featureGradients[0];
        for (int y = 0; y < sum.Shape.Height; y++)
        {
            Span<float> row = sum.Row(n, y);
            for (int i = 1; i < _featureGradients.Count; i++)
                System.Numerics.Tensors.TensorPrimitives.Add(row, _featureGradients[i].Row(n, y), row);
        }
    }
}
