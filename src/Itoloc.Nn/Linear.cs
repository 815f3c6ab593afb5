using System.Numerics.Tensors;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>A fully connected layer: y = x·W + b over all values of a sample.</summary>
/// <remarks>
/// The weights are the largest matrix here. Training, which changes them every time, reads them as they lie: only columns
/// that do not fill a tile are packed, and backward the few output gradients are turned instead of the weights. The other
/// modes pack them once.
/// </remarks>
public sealed class Linear : Layer
{
    // Samples that one part multiplies: whole tiles, and so few that there is a part for everyone.
    const int PartSamples = 3 * GatheredProduct.TileRows;

    // Inputs whose gradients are computed at a time: rows of as many bytes lie in different sets of the first cache.
    const int Block = 48;

    readonly int _inputs, _outputs, _panels;
    Parameter _weight, _bias;
    PackedMatrix _packed, _narrow;
    bool _usesPacked;
    readonly int[] _steps, _blockRows, _gradientRows;
    readonly Action<int> _packPanel, _packNarrow, _forwardPart, _backwardBlock;
    readonly GatheredProduct.Segment[] _oneRun = [default];
    int[] _inputRows = [], _outputRows = [];
    float[] _turned = [];
    Tensor? _input, _output, _outputGradient, _inputGradient;

    /// <summary>Creates the layer: He initialisation for a linear output, bias 0.</summary>
    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="input">Shape of an input sample, flattened row by row, pixel by pixel, channels last.</param>
    /// <param name="outputs">Values of an output sample.</param>
    /// <param name="random">The seeded source of the first weights.</param>
    public Linear(string name, Shape input, int outputs, Random random)
        : base(input, Shape.Vector(outputs))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (_inputs, _outputs) = (input.Length, outputs);
        _panels = (outputs + Columns - 1) / Columns;
        _weight = new Parameter($"{name}.weight", _inputs * outputs);
        _bias = new Parameter($"{name}.bias", outputs);
        Initializer.He(_weight.Values, _inputs, slope: 1, random);
        (_packed, _narrow) = (new PackedMatrix(_inputs, outputs), new PackedMatrix(_inputs, outputs % Columns));
        _steps = [.. Enumerable.Range(0, Block)];
        _blockRows = [.. _steps.Select(i => i * Columns)];
        _gradientRows = [.. _steps.Select(i => i * outputs)];
        (_packPanel, _packNarrow) = (PackPanel, PackNarrow);
        (_forwardPart, _backwardBlock) = (ForwardPart, BackwardBlock);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_weight, _bias];

    static int Columns => GatheredProduct.TileColumns;

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        Linear linear = (Linear)other;
        (_weight, _bias, _packed, _narrow) = (linear._weight, linear._bias, linear._packed, linear._narrow);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        if (input.Halo != 0 || OutputHalo != 0)
            throw new ArgumentException("A fully connected layer takes and gives no halo.", nameof(input));
        _input = input;
        _output = OutputBuffer(input.Batch);
        if (_inputRows.Length < input.Batch)
        {
            _inputRows = [.. Enumerable.Range(0, input.Batch).Select(n => n * _inputs)];
            _outputRows = [.. Enumerable.Range(0, input.Batch).Select(n => n * _outputs)];
        }
        _usesPacked = pass.Mode != Mode.Training;
        if (_usesPacked)
            _packed.Pack(_weight, _packPanel, pass.Team);
        else
            _narrow.Pack(_weight, _packNarrow, pass.Team);
        pass.Team.Run((input.Batch + PartSamples - 1) / PartSamples * _panels, _forwardPart);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!, pass);
        Turn(outputGradient);
        pass.Team.Run((_inputs + Block - 1) / Block, _backwardBlock);
        Span<float> bias = _bias.Gradient;
        bias.Clear();
        for (int n = 0; n < outputGradient.Batch; n++)
            TensorPrimitives.Add(bias, outputGradient.Sample(n), bias);
        return _inputGradient;
    }

    void PackPanel(int panel)
    {
        for (int i = 0; i < _inputs; i++)
            _packed.SetRow(panel, i, _weight.Values.AsSpan(i * _outputs, _outputs));
    }

    void PackNarrow(int panel)
    {
        for (int i = 0; i < _inputs; i++)
            _narrow.SetRow(panel, i, _weight.Values.AsSpan((i + 1) * _outputs - _narrow.Columns(panel)));
    }

    // A tile's width of outputs for some samples.
    void ForwardPart(int part)
    {
        (int group, int panel) = Math.DivRem(part, _panels);
        int from = group * PartSamples, to = Math.Min(_input!.Batch, from + PartSamples);
        int first = panel * Columns, columns = Math.Min(Columns, _outputs - first);
        for (int n = from; n < to; n++)
            _bias.Values.AsSpan(first, columns).CopyTo(_output!.Sample(n)[first..]);
        bool isPacked = _usesPacked || columns < Columns;
        ReadOnlySpan<float> weights = !isPacked ? _weight.Values.AsSpan(first)
            : _usesPacked ? _packed.Panel(panel) : _narrow.Panel(0);
        GatheredProduct.Multiply(
            _input.Values, _inputRows.AsSpan(from..to), weights, _oneRun, _inputs, 1, isPacked ? Columns : _outputs,
            _output!.Values.AsSpan(first), _outputRows.AsSpan(from..to), columns, accumulate: true);
    }

    // Output gradients as panels of samples, [panel, output, sample], zero where there is no sample.
    void Turn(Tensor gradient)
    {
        int panels = (gradient.Batch + Columns - 1) / Columns, length = panels * _outputs * Columns;
        if (_turned.Length < length)
            _turned = new float[length + GatheredProduct.Slack];
        _turned.AsSpan(0, length).Clear();
        for (int n = 0; n < gradient.Batch; n++)
        {
            (int panel, int column) = Math.DivRem(n, Columns);
            ReadOnlySpan<float> sample = gradient.Sample(n);
            for (int o = 0; o < sample.Length; o++)
                _turned[(panel * _outputs + o) * Columns + column] = sample[o];
        }
    }

    // Both gradients for some inputs: ∂L/∂xᵀ = W · ∂L/∂yᵀ and ∂L/∂W = xᵀ · ∂L/∂y.
    void BackwardBlock(int block)
    {
        int first = block * Block, count = Math.Min(Block, _inputs - first), batch = _input!.Batch;
        Span<float> scratch = Workspace.OfThread.Pixels.Ensure(Math.Max(Columns, batch) * Block);
        for (int sample = 0; sample < batch; sample += Columns)
        {
            GatheredProduct.Multiply(
                _weight.Values.AsSpan(first * _outputs), _gradientRows.AsSpan(0, count), _turned.AsSpan(sample * _outputs), _oneRun,
                _outputs, 1, Columns, scratch, _blockRows, Columns, accumulate: false);
            for (int n = sample; n < Math.Min(batch, sample + Columns); n++)
            {
                Span<float> gradient = _inputGradient!.Values.AsSpan(n * _inputs + first, count);
                for (int i = 0; i < count; i++)
                    gradient[i] = scratch[i * Columns + n - sample];
            }
        }
        for (int n = 0; n < batch; n++)
            _input.Values.AsSpan(n * _inputs + first, count).CopyTo(scratch[(n * Block)..]);
        for (int o = 0; o < _outputs; o += Columns)
        {
            GatheredProduct.Multiply(
                scratch, _steps.AsSpan(0, count), _outputGradient!.Values.AsSpan(o), _oneRun, batch, Block, _outputs,
                _weight.Gradient.AsSpan(first * _outputs + o), _gradientRows, Math.Min(Columns, _outputs - o), accumulate: false);
        }
    }
}
