using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>A square convolution with stride 1 that keeps the image's size, without bias.</summary>
/// <remarks>
/// y[p, o] = Σ_(i, j, c) w[i, j, c, o] · x[p + (i, j) − pad, c], pixels outside the image being zero. There is no bias
/// because batch normalisation follows every convolution of this network and would take it out again.
/// Where the shape allows it <see cref="WinogradConvolution"/> computes this sum, elsewhere <see cref="GatheredProduct"/>.
/// </remarks>
public sealed class Conv2d : Layer
{
    // Rows of an image summed before the weight gradient moves on: what they touch stays in the first cache.
    const int WeightGradientRows = 8;

    readonly int _size;
    readonly bool _needsInputGradient;
    readonly Parameter _weight;
    readonly PackedMatrix _forwardWeights;
    readonly PackedMatrix _backwardWeights;
    readonly int[] _weightRows;
    readonly int[] _gradientRows;
    readonly Action<int> _forwardSample;
    readonly Action<int> _backwardSample;
    readonly Action<int> _weightPart;
    readonly WinogradConvolution? _forwardWinograd;
    readonly WinogradConvolution? _backwardWinograd;
    PixelProduct? _forwardProduct;
    PixelProduct? _backwardProduct;
    int _packedForward;
    int _packedBackward;
    Tensor? _input;
    Tensor? _output;
    Tensor? _outputGradient;
    Tensor? _inputGradient;
    int _weightParts;

    /// <summary>Creates the layer with He initialisation.</summary>
    /// <param name="name">Prefix of the parameter's name.</param>
    /// <param name="input">Shape of an input sample.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="size">Side of the window, odd; the padding is half of it.</param>
    /// <param name="random">The seeded source of the first weights.</param>
    /// <param name="needsInputGradient">False for a network's first layer: its backward pass returns zeros.</param>
    /// <exception cref="ArgumentException">The size is even or not positive.</exception>
    public Conv2d(string name, Shape input, int channels, int size, Random random, bool needsInputGradient = true)
        : base(input, input with { Channels = channels })
    {
        if (size < 1 || size % 2 == 0)
            throw new ArgumentException($"Expected an odd window, got {size}.", nameof(size));
        _size = size;
        _needsInputGradient = needsInputGradient;
        int fanIn = size * size * input.Channels;
        _weight = new Parameter($"{name}.weight", fanIn * channels);
        Initializer.He(_weight.Values, fanIn, slope: 0.1, random);
        _forwardWeights = new PackedMatrix(fanIn, channels);
        _backwardWeights = new PackedMatrix(size * size * channels, input.Channels);
        _weightRows = new int[fanIn];
        _gradientRows = [.. Enumerable.Range(0, fanIn).Select(k => k * channels)];
        _forwardSample = ForwardSample;
        _backwardSample = BackwardSample;
        _weightPart = WeightPart;
        _forwardWinograd = WinogradConvolution.For(input, channels, size);
        _backwardWinograd = WinogradConvolution.For(Output, input.Channels, size);
        OutputHalo = Pad;
    }

    /// <summary>Side of the window.</summary>
    public int Size => _size;

    /// <inheritdoc/>
    public override int InputHalo => Pad;

    /// <summary>Never less than <see cref="InputHalo"/>: the backward pass is a convolution of the output's gradient.</summary>
    public override int OutputHalo { get; set => field = Math.Max(value, InputHalo); }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_weight];

    int Pad => _size / 2;

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        _output = OutputBuffer(input.Batch);
        if (_forwardWinograd is not null)
        {
            if (_packedForward != _weight.Version)
                _forwardWinograd.SetWeights(_weight.Values, turned: false, pass.Team);
            _packedForward = _weight.Version;
            _forwardWinograd.Convolve(input, _output, pass.Team);
            return _output;
        }
        if (_packedForward != _weight.Version)
            PackForward();
        _forwardProduct = PixelProduct.For(_forwardProduct, input, _output, _size);
        pass.Team.Run(input.Batch, _forwardSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!);
        if (_needsInputGradient && _backwardWinograd is not null)
        {
            if (_packedBackward != _weight.Version)
                _backwardWinograd.SetWeights(_weight.Values, turned: true, pass.Team);
            _packedBackward = _weight.Version;
            _backwardWinograd.Convolve(outputGradient, _inputGradient, pass.Team);
        }
        else if (_needsInputGradient)
        {
            if (_packedBackward != _weight.Version)
                PackBackward();
            _backwardProduct = PixelProduct.For(_backwardProduct, outputGradient, _inputGradient, _size);
            pass.Team.Run(outputGradient.Batch, _backwardSample);
        }
        if (_forwardWinograd is not null)
        {
            _forwardWinograd.WeightGradient(_input!, outputGradient, _weight.Gradient, pass.Team);
            return _inputGradient;
        }
        for (int k = 0; k < _weightRows.Length; k++)
        {
            (int i, int j) = Math.DivRem(k, _size * Input.Channels);
            _weightRows[k] = (i - Pad) * _input!.RowStride + j - Pad * Input.Channels;
        }
        // Parts differ only in which weights they own, so their number does not change any sum.
        _weightParts = pass.Team.Threads == 1 ? 1 : Math.Min(2 * pass.Team.Threads, (_weightRows.Length + 5) / 6);
        pass.Team.Run(_weightParts, _weightPart);
        return _inputGradient;
    }

    void PackForward()
    {
        int channels = Output.Channels;
        for (int k = 0; k < _weightRows.Length; k++)
            _forwardWeights.SetRow(k, _weight.Values.AsSpan(k * channels, channels));
        _packedForward = _weight.Version;
    }

    // ∂L/∂x is a convolution of ∂L/∂y with the window turned half a turn and the channels exchanged.
    void PackBackward()
    {
        int channels = Output.Channels;
        for (int tap = 0; tap < _size * _size; tap++)
        {
            int turned = (_size * _size - 1 - tap) * Input.Channels * channels;
            for (int o = 0; o < channels; o++)
                _backwardWeights.SetRow(tap * channels + o, _weight.Values.AsSpan(turned + o), step: channels);
        }
        _packedBackward = _weight.Version;
    }

    void ForwardSample(int sample) => _forwardProduct!.Run(_input!, _forwardWeights, _output!, sample);

    void BackwardSample(int sample) =>
        _backwardProduct!.Run(_outputGradient!, _backwardWeights, _inputGradient!, sample);

    // ∂L/∂w[k, o] = Σ_pixels x[pixel + k] · ∂L/∂y[pixel, o], for this part's share of the k.
    void WeightPart(int part)
    {
        Tensor x = _input!, dy = _outputGradient!;
        int tiles = (_weightRows.Length + GatheredProduct.TileRows - 1) / GatheredProduct.TileRows;
        int from = tiles * part / _weightParts * GatheredProduct.TileRows;
        int to = Math.Min(_weightRows.Length, tiles * (part + 1) / _weightParts * GatheredProduct.TileRows);
        Span<float> gradient = _weight.Gradient;
        gradient[(from * Output.Channels)..(to * Output.Channels)].Clear();
        ReadOnlySpan<int> rows = _weightRows.AsSpan(from..to);
        ReadOnlySpan<int> gradientRows = _gradientRows.AsSpan(from..to);
        Span<GatheredProduct.Segment> segments = stackalloc GatheredProduct.Segment[WeightGradientRows];
        for (int n = 0; n < x.Batch; n++)
            for (int y = 0; y < Input.Height; y += WeightGradientRows)
            {
                int count = Math.Min(WeightGradientRows, Input.Height - y);
                for (int i = 0; i < count; i++)
                    segments[i] = new(x.Start(n, y + i), dy.Start(n, y + i));
                for (int o = 0; o < Output.Channels; o += GatheredProduct.TileColumns)
                {
                    GatheredProduct.Multiply(
                        x.Values, rows, dy.Values.AsSpan(o), segments[..count], Input.Width, Input.Channels, Output.Channels,
                        gradient[o..], gradientRows, Math.Min(GatheredProduct.TileColumns, Output.Channels - o), accumulate: true);
                }
            }
    }
}
