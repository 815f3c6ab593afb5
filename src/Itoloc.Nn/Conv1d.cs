using System.Numerics.Tensors;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>A convolution along a sequence, only where the window lies within it.</summary>
/// <remarks>y[p, o] = b[o] + Σ_(t, c) w[t, c, o] · x[p + t, c]; the output is shorter by the window less one.</remarks>
public sealed class Conv1d : Layer
{
    readonly int _size;
    readonly Parameter _weight, _bias;
    readonly PackedMatrix _forwardWeights, _backwardWeights;
    readonly int[] _inputRows, _outputRows, _paddedRows, _gradientRows, _weightRows, _weightTargets;
    readonly Action<int> _forwardSample, _backwardSample;
    readonly GatheredProduct.Segment[] _oneRun = [default];
    float[] _padded = [];
    int _packed;
    Tensor? _input, _output, _outputGradient, _inputGradient;

    /// <summary>Creates the layer: He initialisation, bias 0.</summary>
    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="input">Shape of an input sample, of height 1.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="size">Length of the window, 1 to the input's width.</param>
    /// <param name="random">The seeded source of the first weights.</param>
    /// <exception cref="ArgumentException">The input is higher than 1, or narrower than the window.</exception>
    public Conv1d(string name, Shape input, int channels, int size, Random random)
        : base(input, new Shape(1, Math.Max(1, input.Width - size + 1), channels))
    {
        if (input.Height != 1 || size < 1 || size > input.Width)
            throw new ArgumentException($"A window of {size} does not fit {input}.", nameof(size));
        _size = size;
        int fanIn = size * input.Channels;
        _weight = new Parameter($"{name}.weight", fanIn * channels);
        _bias = new Parameter($"{name}.bias", channels);
        Initializer.He(_weight.Values, fanIn, slope: 0.1, random);
        _forwardWeights = new PackedMatrix(fanIn, channels);
        _backwardWeights = new PackedMatrix(size * channels, input.Channels);
        _inputRows = Steps(Output.Width, input.Channels);
        _outputRows = Steps(Output.Width, channels);
        _paddedRows = Steps(input.Width, channels);
        _gradientRows = Steps(input.Width, input.Channels);
        _weightRows = Steps(fanIn, 1);
        _weightTargets = Steps(fanIn, channels);
        (_forwardSample, _backwardSample) = (ForwardSample, BackwardSample);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_weight, _bias];

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        if (input.Halo != 0 || OutputHalo != 0)
            throw new ArgumentException("A convolution along a sequence takes and gives no halo.", nameof(input));
        if (_packed != _weight.Version)
            Pack();
        _input = input;
        _output = OutputBuffer(input.Batch);
        pass.Team.Run(input.Batch, _forwardSample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!, pass);
        if (_padded.Length < outputGradient.Batch * PaddedLength)
            _padded = new float[outputGradient.Batch * PaddedLength];
        pass.Team.Run(outputGradient.Batch, _backwardSample);
        var runs = new GatheredProduct.Segment[outputGradient.Batch];
        _bias.Gradient.AsSpan().Clear();
        for (int n = 0; n < runs.Length; n++)
        {
            runs[n] = new(n * Input.Length, n * Output.Length);
            ReadOnlySpan<float> gradient = outputGradient.Sample(n);
            for (int p = 0; p < gradient.Length; p += Output.Channels)
                TensorPrimitives.Add(_bias.Gradient, gradient.Slice(p, Output.Channels), _bias.Gradient);
        }
        // ∂L/∂w[t, c, o] = Σ_n Σ_p x[n, p + t, c] · ∂L/∂y[n, p, o]
        for (int o = 0; o < Output.Channels; o += GatheredProduct.TileColumns)
        {
            GatheredProduct.Multiply(
                _input!.Values, _weightRows, outputGradient.Values.AsSpan(o), runs, Output.Width, Input.Channels,
                Output.Channels, _weight.Gradient.AsSpan(o), _weightTargets,
                Math.Min(GatheredProduct.TileColumns, Output.Channels - o), accumulate: false);
        }
        return _inputGradient;
    }

    // The output's gradient with zeros around it, so that the input's gradient is a convolution too.
    int PaddedLength => (Output.Width + 2 * (_size - 1)) * Output.Channels;

    void Pack()
    {
        int inputs = Input.Channels, outputs = Output.Channels;
        for (int panel = 0; panel < _forwardWeights.Panels; panel++)
            for (int row = 0; row < _size * inputs; row++)
                _forwardWeights.SetRow(panel, row, _weight.Values.AsSpan(row * outputs, outputs));
        for (int panel = 0; panel < _backwardWeights.Panels; panel++)
            for (int row = 0; row < _size * outputs; row++)
                _backwardWeights.SetRow(
                    panel, row, _weight.Values.AsSpan((_size - 1 - row / outputs) * inputs * outputs + row % outputs), step: outputs);
        _packed = _weight.Version;
    }

    void ForwardSample(int n)
    {
        Span<float> output = _output!.Sample(n);
        for (int p = 0; p < output.Length; p += Output.Channels)
            _bias.Values.CopyTo(output[p..]);
        Product(_input!.Sample(n), _inputRows, _forwardWeights, _size * Input.Channels, output, _outputRows, true);
    }

    void BackwardSample(int n)
    {
        Span<float> padded = _padded.AsSpan(n * PaddedLength, PaddedLength);
        padded.Clear();
        _outputGradient!.Sample(n).CopyTo(padded[((_size - 1) * Output.Channels)..]);
        Product(
            padded, _paddedRows, _backwardWeights, _size * Output.Channels, _inputGradient!.Sample(n), _gradientRows, false);
    }

    void Product(
        ReadOnlySpan<float> from, int[] rows, PackedMatrix weights, int length, Span<float> to, int[] toRows, bool accumulate)
    {
        for (int panel = 0; panel < weights.Panels; panel++)
        {
            GatheredProduct.Multiply(
                from, rows, weights.Panel(panel), _oneRun, length, 1, GatheredProduct.TileColumns,
                to[(panel * GatheredProduct.TileColumns)..], toRows, weights.Columns(panel), accumulate);
        }
    }

    static int[] Steps(int count, int step) => [.. Enumerable.Range(0, count).Select(i => i * step)];
}
