using System.Numerics.Tensors;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>A fully connected layer: y = x·W + b over all values of a sample.</summary>
/// <remarks>
/// The weights are the largest matrix here and are read as they lie, once forward and once backward: forward in runs of
/// inputs, whose sums are added in order, backward with the few output gradients turned instead.
/// </remarks>
public sealed class Linear : Layer
{
    // Inputs whose products are summed by one part, at least, and such runs, at most.
    const int LeastRun = 256;
    const int MostRuns = 16;

    // Inputs whose gradients are computed at a time: rows of as many bytes lie in different sets of the first cache.
    const int Block = 48;

    readonly int _inputs, _outputs, _run, _runs, _panels;
    Parameter _weight, _bias;
    readonly int[] _steps, _blockRows, _gradientRows;
    readonly Action<int> _forwardPart, _backwardBlock;
    readonly GatheredProduct.Segment[] _oneRun = [default];
    int[] _inputRows = [], _panelRows = [];
    float[] _sums = [], _turned = [];
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
        _run = Math.Max(LeastRun, (_inputs + MostRuns - 1) / MostRuns);
        _runs = (_inputs + _run - 1) / _run;
        _panels = (outputs + Columns - 1) / Columns;
        _weight = new Parameter($"{name}.weight", _inputs * outputs);
        _bias = new Parameter($"{name}.bias", outputs);
        Initializer.He(_weight.Values, _inputs, slope: 1, random);
        _steps = [.. Enumerable.Range(0, Block)];
        _blockRows = [.. _steps.Select(i => i * Columns)];
        _gradientRows = [.. _steps.Select(i => i * outputs)];
        (_forwardPart, _backwardBlock) = (ForwardPart, BackwardBlock);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_weight, _bias];

    static int Columns => GatheredProduct.TileColumns;

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        Linear linear = (Linear)other;
        (_weight, _bias) = (linear._weight, linear._bias);
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
            _panelRows = [.. Enumerable.Range(0, input.Batch).Select(n => n * Columns)];
            _sums = new float[_runs * _panels * input.Batch * Columns];
        }
        pass.Team.Run(input.Batch == 0 ? 0 : _runs * _panels, _forwardPart);
        for (int panel = 0; panel < _panels; panel++)
            AddRuns(panel);
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

    // The last panel begins early enough to end with the last output, unless there are too few outputs for one.
    int PanelStart(int panel) => Math.Min(panel * Columns, Math.Max(0, _outputs - Columns));

    Span<float> Sums(int part)
    {
        int length = _input!.Batch * Columns;
        return _sums.AsSpan(part * length, length);
    }

    // sums[n, o] = Σ_i x[n, i]·W[i, o] for one run of inputs and one panel of outputs.
    void ForwardPart(int part)
    {
        (int run, int panel) = Math.DivRem(part, _panels);
        int first = run * _run, count = Math.Min(_run, _inputs - first), batch = _input!.Batch;
        ReadOnlySpan<float> weights = _weight.Values.AsSpan(first * _outputs + PanelStart(panel));
        if (_outputs < Columns)
            weights = Widen(weights, count);
        GatheredProduct.Multiply(
            _input.Values.AsSpan(first), _inputRows.AsSpan(0, batch), weights, _oneRun, count, 1, Math.Max(Columns, _outputs),
            Sums(part), _panelRows, Columns, accumulate: false);
    }

    // Rows too narrow for a panel, with room for one.
    Span<float> Widen(ReadOnlySpan<float> rows, int count)
    {
        Span<float> wide = Workspace.OfThread.Pixels.Ensure(count * Columns);
        for (int i = 0; i < count; i++)
            rows.Slice(i * _outputs, _outputs).CopyTo(wide[(i * Columns)..]);
        return wide;
    }

    void AddRuns(int panel)
    {
        int start = PanelStart(panel), width = Math.Min(Columns, _outputs);
        for (int n = 0; n < _input!.Batch; n++)
        {
            Span<float> output = _output!.Sample(n).Slice(start, width);
            _bias.Values.AsSpan(start, width).CopyTo(output);
            for (int run = 0; run < _runs; run++)
                TensorPrimitives.Add(output, Sums(run * _panels + panel).Slice(n * Columns, width), output);
        }
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
