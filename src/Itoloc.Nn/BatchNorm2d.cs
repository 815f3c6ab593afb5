using System.Numerics;
using System.Runtime.InteropServices;
using Itoloc.Nn.Kernels;

namespace Itoloc.Nn;

/// <summary>Batch normalisation of every channel, followed by a leaky rectifier in the same sweep over memory.</summary>
/// <remarks>
/// y = f(γ·(x − μ)/√(σ² + ε) + β) with f(t) = max(t, slope·t). In training μ and σ² are those of the batch over samples
/// and pixels, and running means of them (momentum 0.1, unbiased variance) are kept for the other modes.
/// Ioffe and Szegedy 2015.
/// </remarks>
public sealed class BatchNorm2d : Layer
{
    const double Epsilon = 1e-5;
    const double Momentum = 0.1;

    readonly float _slope;
    readonly Parameter _scale;
    readonly Parameter _shift;
    readonly Parameter _runningMean;
    readonly Parameter _runningVariance;
    readonly float[] _mean;
    readonly float[] _inverseDeviation;
    readonly float[] _rowScale, _rowShift, _rowMean, _rowX, _rowConstant;
    readonly Action<int> _sumSample, _applySample, _sumGradientSample, _applyGradientSample;
    float[] _firstSums = [];
    float[] _secondSums = [];
    Tensor? _input, _output, _outputGradient, _inputGradient;

    /// <summary>Creates the layer: scale 1, shift 0, running mean 0 and variance 1.</summary>
    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="slope">Slope of the rectifier below zero, 0 to 1; 1 = no rectifier.</param>
    public BatchNorm2d(string name, Shape input, float slope)
        : base(input, input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slope);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slope, 1);
        _slope = slope;
        int channels = input.Channels;
        _scale = new Parameter($"{name}.scale", channels);
        _shift = new Parameter($"{name}.shift", channels);
        _runningMean = new Parameter($"{name}.mean", channels, learned: false);
        _runningVariance = new Parameter($"{name}.variance", channels, learned: false);
        Array.Fill(_scale.Values, 1);
        Array.Fill(_runningVariance.Values, 1);
        _mean = new float[channels];
        _inverseDeviation = new float[channels];
        int row = input.Width * channels;
        (_rowScale, _rowShift, _rowMean) = (new float[row], new float[row], new float[row]);
        (_rowX, _rowConstant) = (new float[row], new float[row]);
        (_sumSample, _applySample) = (SumSample, ApplySample);
        (_sumGradientSample, _applyGradientSample) = (SumGradientSample, ApplyGradientSample);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [_scale, _shift, _runningMean, _runningVariance];

    private protected override Tensor ForwardCore(Tensor input, Pass pass)
    {
        _input = input;
        _output = OutputBuffer(input.Batch);
        if (pass.Mode == Mode.Training)
        {
            ClearSums(input.Batch);
            pass.Team.Run(input.Batch, _sumSample);
            UseBatchStatistics(input.Batch);
        }
        else
        {
            for (int c = 0; c < Input.Channels; c++)
            {
                _mean[c] = _runningMean.Values[c];
                _inverseDeviation[c] = (float)(1 / Math.Sqrt(_runningVariance.Values[c] + Epsilon));
            }
        }
        for (int i = 0; i < _rowScale.Length; i++)
        {
            int c = i % Input.Channels;
            _rowMean[i] = _mean[c];
            _rowScale[i] = _scale.Values[c] * _inverseDeviation[c];
            _rowShift[i] = _shift.Values[c] - _rowScale[i] * _mean[c];
        }
        pass.Team.Run(input.Batch, _applySample);
        return _output;
    }

    private protected override Tensor BackwardCore(Tensor outputGradient, Pass pass)
    {
        _outputGradient = outputGradient;
        _inputGradient = InputGradientBuffer(_input!);
        int channels = Input.Channels, batch = _input!.Batch;
        ClearSums(batch);
        pass.Team.Run(batch, _sumGradientSample);
        double count = (double)batch * Input.Height * Input.Width;
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, product = 0;
            for (int n = 0; n < batch; n++)
            {
                sum += _firstSums[n * channels + c];
                product += _secondSums[n * channels + c];
            }
            // With t = γ·x̂ + β: ∂L/∂β = Σ ∂L/∂t, ∂L/∂γ = Σ ∂L/∂t·x̂,
            // ∂L/∂x = γ/σ·(∂L/∂t − (∂L/∂β + x̂·∂L/∂γ)/count), written as rowScale·∂L/∂t + rowX·x + rowConstant.
            double inverse = _inverseDeviation[c], scale = _scale.Values[c] * inverse;
            double gradient = product * inverse;
            _shift.Gradient[c] = (float)sum;
            _scale.Gradient[c] = (float)gradient;
            double x = -scale * inverse * gradient / count;
            _rowX[c] = (float)x;
            _rowConstant[c] = (float)(-scale * sum / count - x * _mean[c]);
        }
        for (int i = channels; i < _rowX.Length; i++)
        {
            _rowX[i] = _rowX[i - channels];
            _rowConstant[i] = _rowConstant[i - channels];
        }
        pass.Team.Run(batch, _applyGradientSample);
        return _inputGradient;
    }

    void ClearSums(int batch)
    {
        int needed = batch * Input.Channels;
        if (_firstSums.Length < needed)
        {
            _firstSums = new float[needed];
            _secondSums = new float[needed];
        }
        _firstSums.AsSpan(0, needed).Clear();
        _secondSums.AsSpan(0, needed).Clear();
    }

    void UseBatchStatistics(int batch)
    {
        double count = (double)batch * Input.Height * Input.Width;
        int channels = Input.Channels;
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int n = 0; n < batch; n++)
            {
                sum += _firstSums[n * channels + c];
                squares += _secondSums[n * channels + c];
            }
            double mean = sum / count, variance = Math.Max(0, squares / count - mean * mean);
            _mean[c] = (float)mean;
            _inverseDeviation[c] = (float)(1 / Math.Sqrt(variance + Epsilon));
            double unbiased = count > 1 ? variance * count / (count - 1) : variance;
            _runningMean.Values[c] += (float)(Momentum * (mean - _runningMean.Values[c]));
            _runningVariance.Values[c] += (float)(Momentum * (unbiased - _runningVariance.Values[c]));
        }
        _runningMean.Touch();
        _runningVariance.Touch();
    }

    void SumSample(int n)
    {
        int channels = Input.Channels;
        Span<float> sums = _firstSums.AsSpan(n * channels, channels), squares = _secondSums.AsSpan(n * channels, channels);
        for (int y = 0; y < Input.Height; y++)
            ChannelSums.AddMoments(_input!.Row(n, y), sums, squares);
    }

    void ApplySample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            Apply(_input!.Row(n, y), _output!.Row(n, y));
    }

    void Apply(ReadOnlySpan<float> row, Span<float> output)
    {
        ref float x = ref MemoryMarshal.GetReference(row), o = ref MemoryMarshal.GetReference(output);
        ref float a = ref MemoryMarshal.GetArrayDataReference(_rowScale);
        ref float b = ref MemoryMarshal.GetArrayDataReference(_rowShift);
        Vector<float> slope = new(_slope);
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> t = Vector.MultiplyAddEstimate(
                Vector.LoadUnsafe(ref x, (nuint)i), Vector.LoadUnsafe(ref a, (nuint)i), Vector.LoadUnsafe(ref b, (nuint)i));
            Vector.Max(t, t * slope).StoreUnsafe(ref o, (nuint)i);
        }
        for (; i < row.Length; i++)
        {
            float t = row[i] * _rowScale[i] + _rowShift[i];
            output[i] = Math.Max(t, t * _slope);
        }
    }

    void SumGradientSample(int n)
    {
        int channels = Input.Channels;
        Span<float> sums = _firstSums.AsSpan(n * channels, channels), products = _secondSums.AsSpan(n * channels, channels);
        for (int y = 0; y < Input.Height; y++)
        {
            ChannelSums.AddGradients(
                _input!.Row(n, y), _outputGradient!.Row(n, y), _rowScale, _rowShift, _rowMean, _slope, sums, products);
        }
    }

    void ApplyGradientSample(int n)
    {
        for (int y = 0; y < Input.Height; y++)
            ApplyGradient(_input!.Row(n, y), _outputGradient!.Row(n, y), _inputGradient!.Row(n, y));
    }

    // ∂L/∂x = rowScale·∂L/∂t + rowX·x + rowConstant, with ∂L/∂t the gradient before the rectifier.
    void ApplyGradient(ReadOnlySpan<float> row, ReadOnlySpan<float> gradient, Span<float> result)
    {
        ref float x = ref MemoryMarshal.GetReference(row), g = ref MemoryMarshal.GetReference(gradient);
        ref float r = ref MemoryMarshal.GetReference(result);
        ref float scale = ref MemoryMarshal.GetArrayDataReference(_rowScale);
        ref float shift = ref MemoryMarshal.GetArrayDataReference(_rowShift);
        ref float factor = ref MemoryMarshal.GetArrayDataReference(_rowX);
        ref float constant = ref MemoryMarshal.GetArrayDataReference(_rowConstant);
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> xi = Lane.Load(ref x, i), a = Lane.Load(ref scale, i);
            Vector<float> dt = ChannelSums.Rectify(
                Vector.MultiplyAddEstimate(xi, a, Lane.Load(ref shift, i)), Lane.Load(ref g, i), _slope);
            Vector<float> rest = Vector.MultiplyAddEstimate(xi, Lane.Load(ref factor, i), Lane.Load(ref constant, i));
            Lane.Store(Vector.MultiplyAddEstimate(dt, a, rest), ref r, i);
        }
        for (; i < row.Length; i++)
        {
            float dt = row[i] * _rowScale[i] + _rowShift[i] > 0 ? gradient[i] : gradient[i] * _slope;
            result[i] = dt * _rowScale[i] + row[i] * _rowX[i] + _rowConstant[i];
        }
    }
}
