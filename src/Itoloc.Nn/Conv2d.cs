using System.Numerics.Tensors;
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
    // Shares of a batch whose weight gradients are summed independently, whatever the number of threads.
    const int MostShares = 8;

    readonly int _size;
    readonly bool _needsInputGradient;
    Parameter _weight;
    PackedMatrix _forwardWeights;
    PackedMatrix _backwardWeights;
    readonly int[] _weightRows;
    readonly int[] _gradientRows;
    readonly Action<int> _packForward;
    readonly Action<int> _packBackward;
    readonly Action<int> _forwardSample;
    readonly Action<int> _backwardSample;
    readonly Action<int> _weightShare;
    readonly WinogradConvolution? _winograd;
    PixelProduct? _forwardProduct;
    PixelProduct? _backwardProduct;
    Tensor? _input;
    Tensor? _output;
    Tensor? _outputGradient;
    Tensor? _inputGradient;
    RowVisitor? _visitor;
    float[] _weightSums = [];
    int _shares;

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
        _winograd = WinogradConvolution.For(input, channels, size);
        _forwardWeights = new PackedMatrix(fanIn, channels);
        _backwardWeights = new PackedMatrix(size * size * channels, input.Channels);
        _weightRows = new int[fanIn];
        _gradientRows = [.. Enumerable.Range(0, fanIn).Select(k => k * channels)];
        _packForward = PackForward;
        _packBackward = PackBackward;
        _forwardSample = ForwardSample;
        _backwardSample = BackwardSample;
        _weightShare = WeightShare;
        OutputHalo = Pad;
    }

    /// <summary>Side of the window.</summary>
    public int Size => _size;

    /// <inheritdoc/>
    public override int InputHalo => _winograd is null ? Pad : 0;

    /// <summary>Never less than <see cref="InputHalo"/>: the backward pass is a convolution of the output's gradient.</summary>
    public override int OutputHalo { get; set => field = Math.Max(value, InputHalo); }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_weight];

    internal override bool ReadsRows => _winograd is not null;

    internal override bool ReadsGradientRows => _winograd is not null || !_needsInputGradient;

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        Conv2d conv = (Conv2d)other;
        (_weight, _forwardWeights, _backwardWeights) = (conv._weight, conv._forwardWeights, conv._backwardWeights);
        _winograd?.ShareWeights(conv._winograd!);
    }

    int Pad => _size / 2;

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        _output = OutputBuffer(input.Batch);
        _visitor = pass.Mode == Mode.Training ? OutputVisitor : null;
        if (_winograd is not null)
        {
            _winograd.Convolve(input, _weight, _output, _visitor, pass.Team);
            return _output;
        }
        _forwardWeights.Pack(_weight, _packForward, pass.Team);
        _forwardProduct = PixelProduct.For(_forwardProduct, input, _output, _size);
        _visitor?.Begin(input.Batch);
        pass.Team.Run(input.Batch, _forwardSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!, pass);
        if (_winograd is not null)
        {
            _winograd.Gradients(
                _input!, _weight, outputGradient, _needsInputGradient ? _inputGradient : null, InputGradientVisitor, pass.Team);
            return _inputGradient;
        }
        if (_needsInputGradient)
        {
            _backwardWeights.Pack(_weight, _packBackward, pass.Team);
            _backwardProduct = PixelProduct.For(_backwardProduct, outputGradient, _inputGradient, _size);
            pass.Team.Run(outputGradient.Batch, _backwardSample);
        }
        for (int k = 0; k < _weightRows.Length; k++)
        {
            (int i, int j) = Math.DivRem(k, _size * Input.Channels);
            _weightRows[k] = (i - Pad) * _input!.RowStride + j - Pad * Input.Channels;
        }
        _shares = Math.Clamp(outputGradient.Batch, 1, MostShares);
        int length = _weight.Gradient.Length;
        if (_weightSums.Length < _shares * length)
            _weightSums = new float[_shares * length];
        pass.Team.Run(_shares, _weightShare);
        _weightSums.AsSpan(0, length).CopyTo(_weight.Gradient);
        for (int share = 1; share < _shares; share++)
            TensorPrimitives.Add(_weight.Gradient, _weightSums.AsSpan(share * length, length), _weight.Gradient);
        return _inputGradient;
    }

    void PackForward(int panel)
    {
        int channels = Output.Channels;
        for (int k = 0; k < _weightRows.Length; k++)
            _forwardWeights.SetRow(panel, k, _weight.Values.AsSpan(k * channels, channels));
    }

    // ∂L/∂x is a convolution of ∂L/∂y with the window turned half a turn and the channels exchanged.
    void PackBackward(int panel)
    {
        int channels = Output.Channels;
        for (int tap = 0; tap < _size * _size; tap++)
        {
            int turned = (_size * _size - 1 - tap) * Input.Channels * channels;
            for (int o = 0; o < channels; o++)
                _backwardWeights.SetRow(panel, tap * channels + o, _weight.Values.AsSpan(turned + o), step: channels);
        }
    }

    void ForwardSample(int sample)
    {
        _forwardProduct!.Run(_input!, _forwardWeights, _output!, sample);
        for (int y = 0; y < Output.Height && _visitor is not null; y++)
            _visitor.Visit(sample, sample, y, _output!.Row(sample, y));
    }

    void BackwardSample(int sample) =>
        _backwardProduct!.Run(_outputGradient!, _backwardWeights, _inputGradient!, sample);

    // ∂L/∂w[k, o] = Σ_pixels x[pixel + k] · ∂L/∂y[pixel, o], for this share of the samples.
    void WeightShare(int share)
    {
        Tensor x = _input!, dy = _outputGradient!;
        int length = _weight.Gradient.Length, row = Output.Width * Output.Channels;
        Span<float> sums = _weightSums.AsSpan(share * length, length);
        sums.Clear();
        Span<float> scratch = Workspace.OfThread.Pixels.Ensure(row + GatheredProduct.Slack);
        for (int n = x.Batch * share / _shares; n < x.Batch * (share + 1) / _shares; n++)
            for (int y = 0; y < Input.Height; y++)
            {
                ReadOnlySpan<float> gradient = dy.ReadRow(n, y, scratch[..row]);
                ReadOnlySpan<GatheredProduct.Segment> segment = [new(x.Start(n, y), 0)];
                for (int o = 0; o < Output.Channels; o += GatheredProduct.TileColumns)
                {
                    GatheredProduct.Multiply(
                        x.Values, _weightRows, gradient[o..], segment, Input.Width, Input.Channels, Output.Channels,
                        sums[o..], _gradientRows, Math.Min(GatheredProduct.TileColumns, Output.Channels - o), accumulate: true);
                }
            }
    }
}
