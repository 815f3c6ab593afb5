using System.Numerics.Tensors;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>Batch normalisation of every channel, followed by a leaky rectifier in the same sweep over memory.</summary>
/// <remarks>
/// y = f(γ·(x − μ)/√(σ² + ε) + β) with f(t) = max(t, slope·t). In training μ and σ² are those of the batch over samples
/// and pixels, and running means of them (momentum 0.1, unbiased variance) are kept for the other modes.
/// Between layers that can, nothing is stored: the layer before shows the rows it makes, from which the sums come, and the
/// layer behind has rows normalised as it reads them; the gradient goes back the same way. Ioffe and Szegedy 2015.
/// </remarks>
public sealed class BatchNorm2d : Layer
{
    const double Epsilon = 1e-5;
    const double Momentum = 0.1;

    Parameter _scale;
    Parameter _shift;
    Parameter _runningMean;
    Parameter _runningVariance;
    readonly float[] _inverseDeviation;
    readonly RowNormalizer _rows;
    readonly PartSums _moments, _gradientSums;
    readonly RowReader _readRow, _readGradientRow;
    readonly Action<int> _sumSample, _applySample, _sumGradientSample, _applyGradientSample;
    Tensor? _input, _output, _outputGradient, _inputGradient, _lentOutput, _lentGradient;

    /// <summary>Creates the layer: scale 1, shift 0, running mean 0 and variance 1.</summary>
    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="slope">Slope of the rectifier below zero, 0 to 1; 1 = no rectifier.</param>
    public BatchNorm2d(string name, Shape input, float slope)
        : base(input, input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slope);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slope, 1);
        int channels = input.Channels;
        _scale = new Parameter($"{name}.scale", channels);
        _shift = new Parameter($"{name}.shift", channels);
        _runningMean = new Parameter($"{name}.mean", channels, learned: false);
        _runningVariance = new Parameter($"{name}.variance", channels, learned: false);
        Array.Fill(_scale.Values, 1);
        Array.Fill(_runningVariance.Values, 1);
        _inverseDeviation = new float[channels];
        _rows = new RowNormalizer(channels, slope);
        (_moments, _gradientSums) = (new PartSums(channels), new PartSums(channels));
        InputVisitor = new RowVisitor(_moments.Begin, VisitInput);
        OutputGradientVisitor = new RowVisitor(_gradientSums.Begin, VisitGradient);
        (_readRow, _readGradientRow) = (ReadRow, ReadGradientRow);
        (_sumSample, _applySample) = (SumSample, ApplySample);
        (_sumGradientSample, _applyGradientSample) = (SumGradientSample, ApplyGradientSample);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_scale, _shift, _runningMean, _runningVariance];

    /// <summary>A second gradient of the output, for one that two layers use; null if there is none.</summary>
    internal Tensor? OtherGradient { get; set; }

    internal override RowVisitor InputVisitor { get; }

    internal override RowVisitor OutputGradientVisitor { get; }

    /// <inheritdoc/>
    public override void ShareWeights(Layer other)
    {
        BatchNorm2d norm = (BatchNorm2d)other;
        (_scale, _shift, _runningMean, _runningVariance) = (norm._scale, norm._shift, norm._runningMean, norm._runningVariance);
    }

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        if (pass.Mode == Mode.Training)
        {
            if (!_moments.HaveBegun)
            {
                _moments.Begin(input.Batch);
                pass.Team.Run(input.Batch, _sumSample);
            }
            UseBatchStatistics(input.Batch);
        }
        else
        {
            for (int c = 0; c < Input.Channels; c++)
            {
                _rows.Mean[c] = _runningMean.Values[c];
                _inverseDeviation[c] = (float)(1 / Math.Sqrt(_runningVariance.Values[c] + Epsilon));
            }
        }
        for (int c = 0; c < Input.Channels; c++)
        {
            _rows.Scale[c] = _scale.Values[c] * _inverseDeviation[c];
            _rows.Shift[c] = _shift.Values[c] - _rows.Scale[c] * _rows.Mean[c];
        }
        if (LendsRows)
            return Lend(ref _lentOutput, OutputHalo, _readRow, null);
        _output = OutputBuffer(input.Batch);
        pass.Team.Run(input.Batch, _applySample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        int batch = _input!.Batch;
        if (!_gradientSums.HaveBegun)
        {
            _gradientSums.Begin(batch);
            pass.Team.Run(batch, _sumGradientSample);
        }
        double count = (double)batch * Input.Height * Input.Width;
        (double[] sums, double[] products) = _gradientSums.Totals();
        for (int c = 0; c < Input.Channels; c++)
        {
            // With t = γ·x̂ + β: ∂L/∂β = Σ ∂L/∂t, ∂L/∂γ = Σ ∂L/∂t·x̂,
            // ∂L/∂x = γ/σ·(∂L/∂t − (∂L/∂β + x̂·∂L/∂γ)/count), written as Scale·∂L/∂t + InputFactor·x + Constant.
            double inverse = _inverseDeviation[c], scale = _scale.Values[c] * inverse;
            double sum = sums[c], gradient = products[c] * inverse;
            _shift.Gradient[c] = (float)sum;
            _scale.Gradient[c] = (float)gradient;
            double x = -scale * inverse * gradient / count;
            _rows.InputFactor[c] = (float)x;
            _rows.Constant[c] = (float)(-scale * sum / count - x * _rows.Mean[c]);
        }
        if (LendsGradientRows)
            return Lend(ref _lentGradient, _input.Halo, _readGradientRow, outputGradient);
        _inputGradient = InputGradientBuffer(_input, pass);
        pass.Team.Run(batch, _applyGradientSample);
        return _inputGradient;
    }

    Tensor Lend(ref Tensor? lent, int halo, RowReader reader, Tensor? second)
    {
        if (lent is null || lent.Halo != halo)
            lent = new Tensor(Input, halo, reader);
        lent.Resize(_input!.Batch);
        lent.Sources = (_input, second);
        return lent;
    }

    void UseBatchStatistics(int batch)
    {
        double count = (double)batch * Input.Height * Input.Width;
        (double[] sums, double[] squares) = _moments.Totals();
        for (int c = 0; c < Input.Channels; c++)
        {
            double mean = sums[c] / count, variance = Math.Max(0, squares[c] / count - mean * mean);
            _rows.Mean[c] = (float)mean;
            _inverseDeviation[c] = (float)(1 / Math.Sqrt(variance + Epsilon));
            double unbiased = count > 1 ? variance * count / (count - 1) : variance;
            _runningMean.Values[c] += (float)(Momentum * (mean - _runningMean.Values[c]));
            _runningVariance.Values[c] += (float)(Momentum * (unbiased - _runningVariance.Values[c]));
        }
        _runningMean.Touch();
        _runningVariance.Touch();
    }

    void VisitInput(int part, int n, int y, Span<float> row) =>
        _rows.AddMoments(row, _moments.First(part), _moments.Second(part));

    void VisitGradient(int part, int n, int y, Span<float> row)
    {
        if (OtherGradient is { } other)
            TensorPrimitives.Add(row, other.Row(n, y), row);
        _rows.AddGradients(_input!.Row(n, y), row, _gradientSums.First(part), _gradientSums.Second(part));
    }

    void ReadRow(int n, int y, Span<float> destination) => _rows.Normalize(_input!.Row(n, y), destination);

    void ReadGradientRow(int n, int y, Span<float> destination) =>
        _rows.Gradient(_input!.Row(n, y), _outputGradient!.Row(n, y), destination);

    void SumSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            VisitInput(n, n, y, _input!.Row(n, y));
    }

    void ApplySample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            ReadRow(n, y, _output!.Row(n, y));
    }

    void SumGradientSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            VisitGradient(n, n, y, _outputGradient!.Row(n, y));
    }

    void ApplyGradientSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            ReadGradientRow(n, y, _inputGradient!.Row(n, y));
    }
}
