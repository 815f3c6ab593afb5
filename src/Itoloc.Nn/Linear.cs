using System.Numerics.Tensors;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>A fully connected layer: y = x·W + b over all values of a sample.</summary>
public sealed class Linear : Layer
{
    readonly int _inputs, _outputs;
    Parameter _weight, _bias;
    PackedMatrix _forwardWeights, _backwardWeights;
    readonly int[] _weightRows, _gradientRows;
    readonly Action<int> _packForward, _packBackward, _forwardPanel, _backwardPanel, _weightPart;
    readonly GatheredProduct.Segment[] _oneRun = [default];
    int[] _inputRows = [], _outputRows = [];
    int _weightParts;
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
        _weight = new Parameter($"{name}.weight", _inputs * outputs);
        _bias = new Parameter($"{name}.bias", outputs);
        Initializer.He(_weight.Values, _inputs, slope: 1, random);
        _forwardWeights = new PackedMatrix(_inputs, outputs);
        _backwardWeights = new PackedMatrix(outputs, _inputs);
        _weightRows = [.. Enumerable.Range(0, _inputs)];
        _gradientRows = [.. Enumerable.Range(0, _inputs).Select(i => i * outputs)];
        (_packForward, _packBackward) = (PackForward, PackBackward);
        (_forwardPanel, _backwardPanel, _weightPart) = (ForwardPanel, BackwardPanel, WeightPart);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_weight, _bias];

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        Linear linear = (Linear)other;
        (_weight, _bias) = (linear._weight, linear._bias);
        (_forwardWeights, _backwardWeights) = (linear._forwardWeights, linear._backwardWeights);
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
        _forwardWeights.Pack(_weight, _packForward, pass.Team);
        pass.Team.Run(input.Batch == 0 ? 0 : _forwardWeights.Panels, _forwardPanel);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!, pass);
        _backwardWeights.Pack(_weight, _packBackward, pass.Team);
        pass.Team.Run(_backwardWeights.Panels, _backwardPanel);
        _weightParts = Math.Min(2 * pass.Team.Threads, (_inputs + GatheredProduct.TileRows - 1) / GatheredProduct.TileRows);
        pass.Team.Run(_weightParts, _weightPart);
        Span<float> bias = _bias.Gradient;
        bias.Clear();
        for (int n = 0; n < outputGradient.Batch; n++)
            TensorPrimitives.Add(bias, outputGradient.Sample(n), bias);
        return _inputGradient;
    }

    void PackForward(int panel)
    {
        for (int i = 0; i < _inputs; i++)
            _forwardWeights.SetRow(panel, i, _weight.Values.AsSpan(i * _outputs, _outputs));
    }

    void PackBackward(int panel)
    {
        for (int o = 0; o < _outputs; o++)
            _backwardWeights.SetRow(panel, o, _weight.Values.AsSpan(o), step: _outputs);
    }

    void ForwardPanel(int panel)
    {
        int first = panel * GatheredProduct.TileColumns, columns = _forwardWeights.Columns(panel);
        for (int n = 0; n < _input!.Batch; n++)
            _bias.Values.AsSpan(first, columns).CopyTo(_output!.Values.AsSpan(n * _outputs + first));
        GatheredProduct.Multiply(
            _input.Values, _inputRows.AsSpan(0, _input.Batch), _forwardWeights.Panel(panel), _oneRun, _inputs, 1, GatheredProduct.TileColumns,
            _output!.Values.AsSpan(first), _outputRows, columns, accumulate: true);
    }

    // ∂L/∂x = ∂L/∂y · Wᵀ
    void BackwardPanel(int panel) => GatheredProduct.Multiply(
        _outputGradient!.Values, _outputRows.AsSpan(0, _input!.Batch), _backwardWeights.Panel(panel), _oneRun, _outputs, 1,
        GatheredProduct.TileColumns, _inputGradient!.Values.AsSpan(panel * GatheredProduct.TileColumns), _inputRows,
        _backwardWeights.Columns(panel), accumulate: false);

    // ∂L/∂W = xᵀ · ∂L/∂y, for this part's share of the inputs.
    void WeightPart(int part)
    {
        int tiles = (_inputs + GatheredProduct.TileRows - 1) / GatheredProduct.TileRows;
        int from = tiles * part / _weightParts * GatheredProduct.TileRows;
        int to = Math.Min(_inputs, tiles * (part + 1) / _weightParts * GatheredProduct.TileRows);
        for (int o = 0; o < _outputs; o += GatheredProduct.TileColumns)
        {
            GatheredProduct.Multiply(
                _input!.Values, _weightRows.AsSpan(from..to), _outputGradient!.Values.AsSpan(o), _oneRun, _input.Batch, _inputs, _outputs,
                _weight.Gradient.AsSpan(o), _gradientRows.AsSpan(from..to), Math.Min(GatheredProduct.TileColumns, _outputs - o),
                accumulate: false);
        }
    }
}
